#pragma once
// The few functions of zlib that read gzip, behind plain C types.
//
// zlib is opened at run time, so this builds without its headers; the ABI of libz.so.1 and the
// layout of its stream have been kept since version 1.2.
//
// Threads: after smb_zlib_bind gave 0 every function may be called from any thread; one stream
// belongs to one thread at a time.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a step of reading came to.
enum smb_zlib_outcome {
    /// Give more bytes, or more room.
    SMB_ZLIB_MORE = 0,
    /// A gzip member ended; bytes after it, if any, were left alone.
    SMB_ZLIB_END = 1,
    /// The bytes are not gzip or zlib, or damaged.
    SMB_ZLIB_DAMAGED = 2,
    /// No memory.
    SMB_ZLIB_NO_MEMORY = 3,
};

/// Binds the functions from an open library. Gives 0, or 1 when one is missing (`message` names
/// it and is always terminated).
int smb_zlib_bind(void *library, char *message, size_t message_capacity);

/// A stream that reads gzip or zlib, told apart by their heads; `NULL` without memory. Free it with
/// smb_zlib_close.
void *smb_zlib_open(void);

/// Reads some bytes of `input` into `output`; says how many were taken and made.
enum smb_zlib_outcome smb_zlib_read(void *stream, const uint8_t *input, size_t input_length,
                                    size_t *taken, uint8_t *output, size_t output_capacity,
                                    size_t *made);

/// Makes the stream ready for the next gzip member. Gives 0, or 1 when that fails.
int smb_zlib_restart(void *stream);

/// Frees a stream; `NULL` is allowed.
void smb_zlib_close(void *stream);

#ifdef __cplusplus
}
#endif
