#pragma once

#include "CVectorKernels.h"

// Estimates must round alike in every family: no fused multiply-add.
#pragma STDC FP_CONTRACT OFF

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

// The weighted Hamming distance of one row of low bits; every family compiles it for itself, so that
// counting bits is one instruction where there is one.
static inline __attribute__((always_inline)) uint32_t smb_low_distance(const smb_bit_query *query,
                                                                       const uint64_t *row) {
    uint32_t sum = 0;
    for (size_t plane = 0; plane < query->plane_count; plane++) {
        const uint64_t *words = query->planes + plane * query->words;
        uint32_t hamming = 0;
        for (size_t w = 0; w < query->words; w++) {
            hamming += (uint32_t)__builtin_popcountll(row[w] ^ words[w]);
        }
        sum += hamming << plane;
    }
    return sum;
}

static inline __attribute__((always_inline)) size_t
smb_bit_refine_of(const smb_bit_query *query, const uint64_t *lows, const float *factors,
                  const float *low_factors, const float *offsets, size_t count, uint32_t *slots,
                  float *estimates) {
    size_t kept = 0;
    for (size_t index = 0; index < count && index < SMB_PREFETCH_ROWS; index++) {
        smb_prefetch_row(lows + slots[index] * query->words, query->words * 8);
    }
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(lows + slots[index + SMB_PREFETCH_ROWS] * query->words,
                             query->words * 8);
        }
        uint32_t slot = slots[index];
        uint32_t distance = smb_low_distance(query, lows + slot * query->words);
        float offset = offsets ? offsets[slot] : 0;
        float scaled = query->step * (float)distance;
        float inner = query->base - scaled;
        float half = 0.5f * inner;
        float low_part = low_factors[slot] * half;
        float ratio = factors[slot] > 0 ? low_factors[slot] / factors[slot] : 0;
        float high = estimates[index] - offset;
        float high_part = ratio * high;
        float sum = high_part + low_part;
        float estimate = sum + offset;
        slots[kept] = slot;
        estimates[kept] = estimate;
        kept += estimate >= query->threshold;
    }
    return kept;
}
