#include "CZstd.h"

#include <dlfcn.h>
#include <string.h>

static struct {
    size_t (*unpack)(void *, size_t, const void *, size_t);
    unsigned (*is_error)(size_t);
} zstd;

static void *find(void *library, const char *name, char *message, size_t capacity) {
    void *function = dlsym(library, name);
    if (!function && capacity) {
        strncpy(message, name, capacity - 1);
        message[capacity - 1] = 0;
    }
    return function;
}

int smb_zstd_bind(void *library, char *message, size_t capacity) {
    if (capacity) message[0] = 0;
    void *unpack = find(library, "ZSTD_decompress", message, capacity);
    void *is_error = find(library, "ZSTD_isError", message, capacity);
    if (!unpack || !is_error) return 1;
    memcpy(&zstd.unpack, &unpack, sizeof unpack);
    memcpy(&zstd.is_error, &is_error, sizeof is_error);
    return 0;
}

long smb_zstd_unpack(uint8_t *output, size_t output_capacity, const uint8_t *input,
                     size_t input_length) {
    size_t made = zstd.unpack(output, output_capacity, input, input_length);
    return zstd.is_error(made) ? -1 : (long)made;
}
