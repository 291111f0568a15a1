#include "kernels.h"

#if defined(__aarch64__)

#include <arm_neon.h>

static inline float f32_dot(const float *query, const float *row, size_t dimension) {
    float32x4_t sums[4];
    for (int k = 0; k < 4; k++) sums[k] = vdupq_n_f32(0);
    size_t i = 0;
    for (; i + 16 <= dimension; i += 16) {
        for (int k = 0; k < 4; k++) {
            sums[k] = vfmaq_f32(sums[k], vld1q_f32(row + i + 4 * k), vld1q_f32(query + i + 4 * k));
        }
    }
    for (; i + 4 <= dimension; i += 4) {
        sums[0] = vfmaq_f32(sums[0], vld1q_f32(row + i), vld1q_f32(query + i));
    }
    float rest = 0;
    for (; i < dimension; i++) rest += row[i] * query[i];
    float32x4_t all = vaddq_f32(vaddq_f32(sums[0], sums[1]), vaddq_f32(sums[2], sums[3]));
    return vaddvq_f32(all) + rest;
}

static void f32_rows(const float *query, const float *rows, size_t stride, size_t count,
                     size_t dimension, float *products) {
    for (size_t row = 0; row < count; row++) {
        products[row] = f32_dot(query, rows + row * stride, dimension);
    }
}

static void f32_gather(const float *query, const float *rows, size_t stride, const uint32_t *slots,
                       size_t count, size_t dimension, float *products) {
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride,
                             dimension * sizeof(float));
        }
        products[index] = f32_dot(query, rows + slots[index] * stride, dimension);
    }
}

static inline int32_t u8_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    int32x4_t sums = vdupq_n_s32(0);
    for (size_t i = 0; i < dimension; i += 16) {
        uint8x16_t codes = vld1q_u8(row + i);
        int8x16_t signs = vld1q_s8(query + i);
        int16x8_t row0 = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(codes)));
        int16x8_t row1 = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(codes)));
        int16x8_t query0 = vmovl_s8(vget_low_s8(signs)), query1 = vmovl_s8(vget_high_s8(signs));
        sums = vmlal_s16(sums, vget_low_s16(row0), vget_low_s16(query0));
        sums = vmlal_s16(sums, vget_high_s16(row0), vget_high_s16(query0));
        sums = vmlal_s16(sums, vget_low_s16(row1), vget_low_s16(query1));
        sums = vmlal_s16(sums, vget_high_s16(row1), vget_high_s16(query1));
    }
    return vaddvq_s32(sums);
}

static void u8_rows(const int8_t *query, const uint8_t *rows, size_t stride, size_t count,
                    size_t dimension, int32_t *products) {
    for (size_t row = 0; row < count; row++) {
        products[row] = u8_dot(query, rows + row * stride, dimension);
    }
}

static void u8_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                      const uint32_t *slots, size_t count, size_t dimension, int32_t *products) {
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride, dimension);
        }
        products[index] = u8_dot(query, rows + slots[index] * stride, dimension);
    }
}

static inline int32x4_t u4_products(int32x4_t sums, int8x16_t codes, int8x16_t query) {
    sums = vpadalq_s16(sums, vmull_s8(vget_low_s8(codes), vget_low_s8(query)));
    return vpadalq_s16(sums, vmull_s8(vget_high_s8(codes), vget_high_s8(query)));
}

static inline int32_t u4_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    const uint8x16_t low = vdupq_n_u8(15);
    int32x4_t sums = vdupq_n_s32(0);
    for (size_t group = 0; group < dimension / 128; group++) {
        for (size_t j = 0; j < 64; j += 16) {
            uint8x16_t bytes = vld1q_u8(row + group * 64 + j);
            const int8_t *q = query + group * 128 + j;
            sums = u4_products(sums, vreinterpretq_s8_u8(vandq_u8(bytes, low)), vld1q_s8(q));
            sums = u4_products(sums, vreinterpretq_s8_u8(vshrq_n_u8(bytes, 4)), vld1q_s8(q + 64));
        }
    }
    return vaddvq_s32(sums);
}

static void u4_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                      const uint32_t *slots, size_t count, size_t dimension, int32_t *products) {
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride, dimension / 2);
        }
        products[index] = u4_dot(query, rows + slots[index] * stride, dimension);
    }
}

// Weighted Hamming distances of two rows of a block.
static inline uint64x2_t pair_sums(const uint64_t *codes, const smb_bit_query *query) {
    uint64x2_t total = vdupq_n_u64(0);
    for (size_t plane = query->plane_count; plane > 0; plane--) {
        const uint64_t *words = query->planes + (plane - 1) * query->words;
        uint64x2_t sum = vdupq_n_u64(0);
        for (size_t w = 0; w < query->words; w++) {
            uint64x2_t difference = veorq_u64(vld1q_u64(codes + w * 16), vdupq_n_u64(words[w]));
            uint8x16_t counts = vcntq_u8(vreinterpretq_u8_u64(difference));
            sum = vaddq_u64(sum, vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(counts))));
        }
        total = vaddq_u64(vaddq_u64(total, total), sum);
    }
    return total;
}

static size_t bit_scan(const smb_bit_query *query, const uint64_t *blocks, const float *factors,
                       const float *offsets, const uint16_t *mask, size_t first, size_t last,
                       uint32_t *slots, float *estimates) {
    size_t found = 0;
    for (size_t block = first; block < last; block++) {
        unsigned wanted = mask ? mask[block] : 0xffff;
        if (!wanted) continue;
        const uint64_t *codes = blocks + block * query->words * 16;
        uint64_t sums[16];
        for (size_t pair = 0; pair < 8; pair++) {
            vst1q_u64(sums + 2 * pair, pair_sums(codes + 2 * pair, query));
        }
        for (size_t row = 0; row < 16; row++) {
            size_t slot = block * 16 + row;
            float scaled = query->step * (float)(uint32_t)sums[row % 2 * 8 + row / 2];
            float inner = query->base - scaled;
            float estimate = factors[slot] * inner;
            if (offsets) estimate = estimate + offsets[slot];
            if ((wanted >> row & 1) && estimate >= query->threshold) {
                slots[found] = (uint32_t)slot;
                if (estimates) estimates[found] = estimate;
                found++;
            }
        }
    }
    return found;
}

static inline int32_t level_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    const uint8x16_t low = vdupq_n_u8(3);
    int32x4_t sums = vdupq_n_s32(0);
    for (size_t start = 0; start < dimension; start += 256) {
        size_t quarter = (dimension - start < 256 ? dimension - start : 256) / 4;
        for (size_t j = 0; j < quarter; j += 16) {
            uint8x16_t bytes = vld1q_u8(row + start / 4 + j);
            const int8_t *q = query + start + j;
            for (size_t s = 0; s < 4; s++) {
                int8x16_t levels = vreinterpretq_s8_u8(vandq_u8(bytes, low));
                sums = u4_products(sums, levels, vld1q_s8(q + s * quarter));
                bytes = vshrq_n_u8(bytes, 2);
            }
        }
    }
    return vaddvq_s32(sums);
}

static size_t level_refine(const smb_level_query *query, const uint8_t *levels,
                           const float *offsets, size_t count, uint32_t *slots,
                           float *estimates) {
    return smb_level_refine(level_dot, query, levels, offsets, count, slots, estimates);
}

static size_t code_refine(const smb_code_query *query, const uint8_t *rows, const float *steps,
                          const float *offsets, size_t count, uint32_t *slots, float *estimates) {
    return smb_code_refine(u8_dot, query, rows, steps, offsets, count, slots, estimates);
}

static void rotate(const uint32_t *flips, size_t rounds, float *values, size_t dimension) {
    smb_rotate(flips, rounds, values, dimension);
}

const smb_kernels smb_kernels_neon = {
    .name = "neon",
    .f32_rows = f32_rows,
    .f32_gather = f32_gather,
    .u8_rows = u8_rows,
    .u8_gather = u8_gather,
    .u4_gather = u4_gather,
    .bit_scan = bit_scan,
    .level_refine = level_refine,
    .code_refine = code_refine,
    .rotate = rotate,
};

#endif
