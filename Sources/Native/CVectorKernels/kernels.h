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
    // A row that is no multiple of a line may end in one more.
    if (bytes % 64 != 0) __builtin_prefetch(line + bytes - 1);
}

// Sixteen components at a time; every family compiles this for itself.
typedef float smb_floats __attribute__((vector_size(64), aligned(4)));
typedef uint32_t smb_masks __attribute__((vector_size(64), aligned(4)));

// One stage of a transform within sixteen components: lanes whose number has the bit `half` take the
// difference, the others the sum.
#define SMB_STAGE(x, half, ...)                                                                    \
    do {                                                                                           \
        smb_floats swapped = __builtin_shufflevector(x, x, __VA_ARGS__);                           \
        x = swapped + (smb_floats)((smb_masks)x ^ ((lanes & half) << (31 - __builtin_ctz(half)))); \
    } while (0)

static inline __attribute__((always_inline)) void smb_hadamard(float *values, size_t length) {
    const smb_masks lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (size_t i = 0; i < length; i += 16) {
        smb_floats x = *(smb_floats *)(values + i);
        SMB_STAGE(x, 1u, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
        SMB_STAGE(x, 2u, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
        SMB_STAGE(x, 4u, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
        SMB_STAGE(x, 8u, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
        *(smb_floats *)(values + i) = x;
    }
    for (size_t half = 16; half < length; half *= 2) {
        for (size_t start = 0; start < length; start += 2 * half) {
            for (size_t i = start; i < start + half; i += 16) {
                smb_floats low = *(smb_floats *)(values + i);
                smb_floats high = *(smb_floats *)(values + i + half);
                *(smb_floats *)(values + i) = low + high;
                *(smb_floats *)(values + i + half) = low - high;
            }
        }
    }
    float scale = 1.0f / __builtin_sqrtf((float)length);
    for (size_t i = 0; i < length; i += 16) *(smb_floats *)(values + i) *= scale;
}

static inline __attribute__((always_inline)) void
smb_rotate(const uint32_t *flips, size_t rounds, float *values, size_t dimension) {
    size_t run = 64;
    while (run * 2 <= dimension) run *= 2;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < dimension; i += 16) {
            *(smb_masks *)(values + i) ^= *(const smb_masks *)(flips + round * dimension + i);
        }
        smb_hadamard(values, run);
        if (run < dimension) smb_hadamard(values + dimension - run, run);
    }
}

// Keeps a row whose estimate by its levels reaches the threshold; returns 1 if it does.
static inline __attribute__((always_inline)) size_t
smb_level_keep(const smb_level_query *query, int32_t product, const uint8_t *row,
               const float *offsets, uint32_t slot, uint32_t *kept_slot, float *kept_estimate) {
    float factor;
    __builtin_memcpy(&factor, row + query->dimension / 4, sizeof factor);
    float scaled = query->step * (float)(2 * product - query->bias);
    float estimate = factor * scaled;
    if (offsets) estimate = estimate + offsets[slot];
    *kept_slot = slot;
    *kept_estimate = estimate;
    return estimate >= query->threshold;
}

// The same for codes.
static inline __attribute__((always_inline)) size_t
smb_code_keep(const smb_code_query *query, int32_t product, const float *steps, const float *offsets,
              uint32_t slot, uint32_t *kept_slot, float *kept_estimate) {
    float unit = query->step * steps[slot];
    float inner = (float)(product - query->bias) * unit;
    float estimate = inner + query->constant;
    if (offsets) estimate = estimate + offsets[slot];
    *kept_slot = slot;
    *kept_estimate = estimate;
    return estimate >= query->threshold;
}

// Products of a signed query with one row of levels or of codes.
typedef int32_t smb_row_product(const int8_t *query, const uint8_t *row, size_t dimension);

// What a family without a better way does: one row after the other.
static inline __attribute__((always_inline)) size_t
smb_level_refine(smb_row_product *dot, const smb_level_query *query, const uint8_t *levels,
                 const float *offsets, size_t count, uint32_t *slots, float *estimates) {
    size_t kept = 0, stride = query->dimension / 4 + 4;
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(levels + slots[index + SMB_PREFETCH_ROWS] * stride, stride);
        }
        uint32_t slot = slots[index];
        const uint8_t *row = levels + slot * stride;
        int32_t product = dot(query->codes, row, query->dimension);
        kept += smb_level_keep(query, product, row, offsets, slot, slots + kept, estimates + kept);
    }
    return kept;
}

static inline __attribute__((always_inline)) size_t
smb_code_refine(smb_row_product *dot, const smb_code_query *query, const uint8_t *rows,
                const float *steps, const float *offsets, size_t count, uint32_t *slots,
                float *estimates) {
    size_t kept = 0, stride = query->dimension;
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride, stride);
        }
        uint32_t slot = slots[index];
        int32_t product = dot(query->codes, rows + slot * stride, stride);
        kept += smb_code_keep(query, product, steps, offsets, slot, slots + kept, estimates + kept);
    }
    return kept;
}
