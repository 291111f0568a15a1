#include "kernels.h"

static float f32_dot(const float *a, const float *b, size_t dimension) {
    // Four sums: shorter chains round less and let the compiler use what the platform has.
    float sums[4] = {0, 0, 0, 0};
    size_t i = 0;
    for (; i + 4 <= dimension; i += 4) {
        for (size_t lane = 0; lane < 4; lane++) sums[lane] += a[i + lane] * b[i + lane];
    }
    for (; i < dimension; i++) sums[0] += a[i] * b[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
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
        products[index] = f32_dot(query, rows + slots[index] * stride, dimension);
    }
}

static int32_t u8_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    int32_t sum = 0;
    for (size_t i = 0; i < dimension; i++) sum += (int32_t)query[i] * (int32_t)row[i];
    return sum;
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
        products[index] = u8_dot(query, rows + slots[index] * stride, dimension);
    }
}

static int32_t u4_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    int32_t sum = 0;
    for (size_t group = 0; group < dimension / 128; group++) {
        for (size_t j = 0; j < 64; j++) {
            uint8_t byte = row[group * 64 + j];
            sum += (int32_t)query[group * 128 + j] * (byte & 15);
            sum += (int32_t)query[group * 128 + 64 + j] * (byte >> 4);
        }
    }
    return sum;
}

static void u4_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                      const uint32_t *slots, size_t count, size_t dimension, int32_t *products) {
    for (size_t index = 0; index < count; index++) {
        products[index] = u4_dot(query, rows + slots[index] * stride, dimension);
    }
}

static size_t bit_scan(const smb_bit_query *query, const uint64_t *blocks, const float *factors,
                       const float *offsets, const uint16_t *mask, size_t first, size_t last,
                       uint32_t *slots, float *estimates) {
    size_t found = 0;
    size_t words = query->words;
    for (size_t block = first; block < last; block++) {
        const uint64_t *codes = blocks + block * words * 16;
        for (size_t row = 0; row < 16; row++) {
            if (mask && !(mask[block] >> row & 1)) continue;
            uint32_t sum = 0;
            for (size_t plane = 0; plane < query->plane_count; plane++) {
                uint32_t hamming = 0;
                for (size_t w = 0; w < words; w++) {
                    uint64_t word = codes[w * 16 + row % 2 * 8 + row / 2];
                    uint64_t difference = word ^ query->planes[plane * words + w];
                    hamming += (uint32_t)__builtin_popcountll(difference);
                }
                sum += hamming << plane;
            }
            size_t slot = block * 16 + row;
            float scaled = query->step * (float)sum;
            float inner = query->base - scaled;
            float estimate = factors[slot] * inner;
            if (offsets) estimate = estimate + offsets[slot];
            if (estimate >= query->threshold) {
                slots[found] = (uint32_t)slot;
                if (estimates) estimates[found] = estimate;
                found++;
            }
        }
    }
    return found;
}

static int32_t level_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    int32_t sum = 0;
    for (size_t start = 0; start < dimension; start += 256) {
        size_t quarter = (dimension - start < 256 ? dimension - start : 256) / 4;
        for (size_t j = 0; j < quarter; j++) {
            for (size_t s = 0; s < 4; s++) {
                int32_t level = row[start / 4 + j] >> 2 * s & 3;
                sum += level * query[start + s * quarter + j];
            }
        }
    }
    return sum;
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

const smb_kernels smb_kernels_scalar = {
    .name = "scalar",
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
