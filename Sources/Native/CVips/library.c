// Binding and starting libvips.
#define _GNU_SOURCE
#include "vips_functions.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

vips_functions smb_vips;
_Thread_local unsigned smb_vips_log_count;

typedef struct binding {
    void **slot;
    const char *name;
} binding;

// libvips logs every damaged line of a picture; the caller gets an error instead. Its error buffer
// is one for all threads, so messages are counted by the thread they are about and not kept.
static void count_log(const char *domain, int level, const char *message, void *data) {
    (void)domain, (void)level, (void)message, (void)data;
    smb_vips_log_count++;
}

static const char *bind_all(void *library) {
#define BIND(field, symbol) {(void **)&smb_vips.field, symbol}
    const binding wanted[] = {
        BIND(init, "vips_init"),
        BIND(version_string, "vips_version_string"),
        BIND(concurrency_set, "vips_concurrency_set"),
        BIND(cache_set_max, "vips_cache_set_max"),
        BIND(operation_block_set, "vips_operation_block_set"),
        BIND(type_find, "vips_type_find"),
        BIND(thread_shutdown, "vips_thread_shutdown"),
        BIND(error_buffer, "vips_error_buffer"),
        BIND(error_clear, "vips_error_clear"),
        BIND(load_jpeg, "vips_jpegload_buffer"),
        BIND(load_png, "vips_pngload_buffer"),
        BIND(load_webp, "vips_webpload_buffer"),
        BIND(load_gif, "vips_gifload_buffer"),
        BIND(load_tiff, "vips_tiffload_buffer"),
        BIND(load_heif, "vips_heifload_buffer"),
        BIND(save_jpeg, "vips_jpegsave_buffer"),
        BIND(save_png, "vips_pngsave_buffer"),
        BIND(save_webp, "vips_webpsave_buffer"),
        BIND(save_gif, "vips_gifsave_buffer"),
        BIND(save_tiff, "vips_tiffsave_buffer"),
        BIND(save_heif, "vips_heifsave_buffer"),
        BIND(image_width, "vips_image_get_width"),
        BIND(image_height, "vips_image_get_height"),
        BIND(image_bands, "vips_image_get_bands"),
        BIND(image_format, "vips_image_get_format"),
        BIND(image_interpretation, "vips_image_get_interpretation"),
        BIND(image_orientation, "vips_image_get_orientation"),
        BIND(image_has_alpha, "vips_image_hasalpha"),
        BIND(image_from_memory, "vips_image_new_from_memory"),
        BIND(image_to_memory, "vips_image_write_to_memory"),
        BIND(region_new, "vips_region_new"),
        BIND(region_fetch, "vips_region_fetch"),
        BIND(colourspace, "vips_colourspace"),
        BIND(copy, "vips_copy"),
        BIND(cast, "vips_cast"),
        BIND(text, "vips_text"),
        BIND(object_unref, "g_object_unref"),
        BIND(memory_free, "g_free"),
        BIND(log_set_handler, "g_log_set_handler"),
    };
#undef BIND
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        *wanted[i].slot = dlsym(library, wanted[i].name);
        if (!*wanted[i].slot) return wanted[i].name;
    }
    return NULL;
}

static void allow_only_our_loaders(void) {
    static const char *const allowed[] = {
        "VipsForeignLoadJpeg", "VipsForeignLoadPng",  "VipsForeignLoadWebp",
        "VipsForeignLoadHeif", "VipsForeignLoadNsgif", "VipsForeignLoadTiff",
    };
    smb_vips.operation_block_set("VipsForeignLoad", 1);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        smb_vips.operation_block_set(allowed[i], 0);
}

int smb_vips_bind(void *library, char *message, size_t message_capacity) {
    snprintf(message, message_capacity, "%s", "");
    const char *missing = bind_all(library);
    if (missing) {
        snprintf(message, message_capacity, "%s", missing);
        return 1;
    }
    // Should a loader ever fall back to random access, it must not write photos to disk: above
    // this many bytes libvips would, so the threshold lies beyond any picture the limits let in.
    setenv("VIPS_DISC_THRESHOLD", "1000g", 0);
    if (smb_vips.init("semblance")) {
        snprintf(message, message_capacity, "%s", smb_vips.error_buffer());
        return 2;
    }
    const int all_levels = ~0;
    smb_vips.log_set_handler("VIPS", all_levels, (void *)count_log, NULL);
    smb_vips.concurrency_set(1);
    smb_vips.cache_set_max(0);
    allow_only_our_loaders();
    return 0;
}

const char *smb_vips_version(void) { return smb_vips.version_string(); }

int smb_vips_can_read(enum smb_vips_codec codec) {
    static const char *const names[] = {
        "jpegload_buffer", "pngload_buffer",  "webpload_buffer",
        "gifload_buffer",  "tiffload_buffer", "heifload_buffer",
    };
    if ((int)codec < 0 || (size_t)codec >= sizeof names / sizeof *names) return 0;
    return smb_vips.type_find("VipsForeignLoad", names[codec]) != 0;
}

void smb_vips_thread_release(void) { smb_vips.thread_shutdown(); }

void smb_vips_bytes_free(void *bytes) { smb_vips.memory_free(bytes); }
