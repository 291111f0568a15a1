#include "CTurboJPEG.h"

#include <dlfcn.h>
#include <stdio.h>

// Part of the library's ABI: interleaved R, G, B, and "the first warning is an error".
enum { PIXELS_RGB = 0, STOP_ON_WARNING = 8192 };

// Filled by smb_tj_bind before any thread reads it.
static struct {
    void *(*open)(void);
    int (*read_header)(void *, const unsigned char *, unsigned long, int *, int *, int *, int *);
    int (*decode)(void *, const unsigned char *, unsigned long, unsigned char *, int, int, int,
                  int, int);
    int (*close)(void *);
} turbo;

int smb_tj_bind(void *library, char *message, size_t message_capacity) {
    const struct {
        void **slot;
        const char *name;
    } wanted[] = {
        {(void **)&turbo.open, "tjInitDecompress"},
        {(void **)&turbo.read_header, "tjDecompressHeader3"},
        {(void **)&turbo.decode, "tjDecompress2"},
        {(void **)&turbo.close, "tjDestroy"},
    };
    snprintf(message, message_capacity, "%s", "");
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        *wanted[i].slot = dlsym(library, wanted[i].name);
        if (!*wanted[i].slot) {
            snprintf(message, message_capacity, "%s", wanted[i].name);
            return 1;
        }
    }
    return 0;
}

void *smb_tj_open(void) { return turbo.open(); }

int smb_tj_read_header(void *decoder, const uint8_t *bytes, size_t length, smb_tj_header *header) {
    int width = 0, height = 0, sampling = 0, colours = 0;
    if (turbo.read_header(decoder, bytes, length, &width, &height, &sampling, &colours)) return 1;
    if (width < 1 || height < 1) return 1;
    header->width = width;
    header->height = height;
    header->colours = colours;
    return 0;
}

int smb_tj_decode(void *decoder, const uint8_t *bytes, size_t length, int32_t width,
                  int32_t height, uint8_t *rgb) {
    const int gapless = 0;
    return turbo.decode(decoder, bytes, length, rgb, width, gapless, height, PIXELS_RGB,
                        STOP_ON_WARNING)
               ? 1
               : 0;
}

void smb_tj_close(void *decoder) {
    if (decoder) turbo.close(decoder);
}
