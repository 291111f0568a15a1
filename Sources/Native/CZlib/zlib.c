#include "CZlib.h"

#include <dlfcn.h>
#include <limits.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// zlib's own stream, as documented in its header.
typedef struct {
    const uint8_t *next_in;
    unsigned avail_in;
    unsigned long total_in;
    uint8_t *next_out;
    unsigned avail_out;
    unsigned long total_out;
    const char *msg;
    void *state;
    void *allocate;
    void *release;
    void *opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
} zlib_stream;

enum { OK = 0, STREAM_END = 1, MEMORY_ERROR = -4, BUFFER_ERROR = -5, NO_FLUSH = 0 };
// 15 bits of window, and 32: gzip and zlib heads are told apart.
enum { WINDOW_BITS = 15 + 32 };

static struct {
    const char *(*version)(void);
    int (*open)(zlib_stream *, int, const char *, int);
    int (*read)(zlib_stream *, int);
    int (*restart)(zlib_stream *);
    int (*close)(zlib_stream *);
} zlib;

// Several rooms bind, maybe at once; the first one writes.
enum { UNBOUND, BINDING, BOUND };
static _Atomic int state = UNBOUND;

static void *find(void *library, const char *name, char *message, size_t capacity) {
    void *function = dlsym(library, name);
    if (!function && capacity) {
        strncpy(message, name, capacity - 1);
        message[capacity - 1] = 0;
    }
    return function;
}

int smb_zlib_bind(void *library, char *message, size_t capacity) {
    if (capacity) message[0] = 0;
    void *version = find(library, "zlibVersion", message, capacity);
    void *open = find(library, "inflateInit2_", message, capacity);
    void *read = find(library, "inflate", message, capacity);
    void *restart = find(library, "inflateReset", message, capacity);
    void *close = find(library, "inflateEnd", message, capacity);
    if (!version || !open || !read || !restart || !close) return 1;
    int expected = UNBOUND;
    if (!atomic_compare_exchange_strong(&state, &expected, BINDING)) {
        while (atomic_load(&state) != BOUND) sched_yield();
        return 0;
    }
    memcpy(&zlib.version, &version, sizeof version);
    memcpy(&zlib.open, &open, sizeof open);
    memcpy(&zlib.read, &read, sizeof read);
    memcpy(&zlib.restart, &restart, sizeof restart);
    memcpy(&zlib.close, &close, sizeof close);
    atomic_store(&state, BOUND);
    return 0;
}

void *smb_zlib_open(void) {
    zlib_stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    if (zlib.open(stream, WINDOW_BITS, zlib.version(), (int)sizeof *stream) == OK) return stream;
    free(stream);
    return NULL;
}

enum smb_zlib_outcome smb_zlib_read(void *opaque, const uint8_t *input, size_t input_length,
                                    size_t *taken, uint8_t *output, size_t output_capacity,
                                    size_t *made) {
    zlib_stream *stream = opaque;
    unsigned in = input_length > UINT_MAX ? UINT_MAX : (unsigned)input_length;
    unsigned out = output_capacity > UINT_MAX ? UINT_MAX : (unsigned)output_capacity;
    stream->next_in = input;
    stream->avail_in = in;
    stream->next_out = output;
    stream->avail_out = out;
    int code = zlib.read(stream, NO_FLUSH);
    *taken = in - stream->avail_in;
    *made = out - stream->avail_out;
    // Neither may point into the caller's memory once this returns.
    stream->next_in = NULL;
    stream->next_out = NULL;
    switch (code) {
    case OK:
    case BUFFER_ERROR: return SMB_ZLIB_MORE;
    case STREAM_END: return SMB_ZLIB_END;
    case MEMORY_ERROR: return SMB_ZLIB_NO_MEMORY;
    default: return SMB_ZLIB_DAMAGED;
    }
}

int smb_zlib_restart(void *stream) { return zlib.restart(stream) == OK ? 0 : 1; }

void smb_zlib_close(void *stream) {
    if (!stream) return;
    zlib.close(stream);
    free(stream);
}
