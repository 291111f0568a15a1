#pragma once

#include "CVectorKernels.h"

// The families; a file defines its own on processors that can run it and nothing elsewhere.
extern const smb_kernels smb_kernels_scalar;
#if defined(__x86_64__)
extern const smb_kernels smb_kernels_avx2;
extern const smb_kernels smb_kernels_avx512;
#endif
#if defined(__aarch64__)
extern const smb_kernels smb_kernels_neon;
#endif

// How many rows ahead a gather asks memory for.
#define SMB_PREFETCH_ROWS 8

static inline void smb_prefetch_row(const void *row, size_t bytes) {
    const char *line = (const char *)row;
    for (size_t offset = 0; offset < bytes; offset += 64) __builtin_prefetch(line + offset);
}
