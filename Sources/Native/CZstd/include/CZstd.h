#pragma once
// The one function of Zstandard that unpacks a buffer, behind plain C types.
//
// The library is opened at run time, so this builds without its headers; the ABI of libzstd.so.1 has
// been kept since version 1.0.
//
// Threads: after smb_zstd_bind gave 0, smb_zstd_unpack may be called from any thread.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Binds the functions from an open library. Gives 0, or 1 when one is missing (`message` names
/// it and is always terminated).
int smb_zstd_bind(void *library, char *message, size_t message_capacity);

/// Unpacks all frames of `input`. Gives the bytes made, or -1 when the input is damaged or would make
/// more than `output_capacity`.
long smb_zstd_unpack(uint8_t *output, size_t output_capacity, const uint8_t *input,
                     size_t input_length);

#ifdef __cplusplus
}
#endif
