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
static inline __attribute__((always_inline)) uint32_t
smb_low_distance(const uint64_t *planes, const uint64_t *row, size_t words, size_t plane_count) {
    uint32_t sum = 0;
    for (size_t plane = 0; plane < plane_count; plane++) {
        uint32_t hamming = 0;
        for (size_t w = 0; w < words; w++) {
            hamming += (uint32_t)__builtin_popcountll(row[w] ^ planes[plane * words + w]);
        }
        sum += hamming << plane;
    }
    return sum;
}

static inline __attribute__((always_inline)) size_t
smb_bit_refine_rows(const smb_bit_query *query, const uint64_t *lows, const float *factors,
                    const float *low_factors, const float *offsets, size_t count, uint32_t *slots,
                    float *estimates, size_t words, size_t plane_count) {
    size_t kept = 0;
    for (size_t index = 0; index < count && index < SMB_PREFETCH_ROWS; index++) {
        smb_prefetch_row(lows + slots[index] * words, words * 8);
    }
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(lows + slots[index + SMB_PREFETCH_ROWS] * words, words * 8);
        }
        uint32_t slot = slots[index];
        uint32_t distance =
            smb_low_distance(query->planes, lows + slot * words, words, plane_count);
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

// The shapes that are searched most have their loops unrolled.
static inline __attribute__((always_inline)) size_t
smb_bit_refine_of(const smb_bit_query *query, const uint64_t *lows, const float *factors,
                  const float *low_factors, const float *offsets, size_t count, uint32_t *slots,
                  float *estimates) {
#define ARGUMENTS query, lows, factors, low_factors, offsets, count, slots, estimates
    if (query->plane_count == 2 && query->words == 2) return smb_bit_refine_rows(ARGUMENTS, 2, 2);
    if (query->plane_count == 2 && query->words == 8) return smb_bit_refine_rows(ARGUMENTS, 8, 2);
    return smb_bit_refine_rows(ARGUMENTS, query->words, query->plane_count);
#undef ARGUMENTS
}
