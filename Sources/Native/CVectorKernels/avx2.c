#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma,popcnt,bmi")))
#define AVX2_INLINE AVX2 static inline __attribute__((always_inline))

AVX2_INLINE float f32_lanes(__m256 sums) {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

AVX2_INLINE float f32_dot(const float *query, const float *row, size_t dimension) {
    __m256 sums[4];
    for (int k = 0; k < 4; k++) sums[k] = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + 32 <= dimension; i += 32) {
        for (int k = 0; k < 4; k++) {
            sums[k] = _mm256_fmadd_ps(_mm256_loadu_ps(row + i + 8 * k),
                                      _mm256_loadu_ps(query + i + 8 * k), sums[k]);
        }
    }
    for (; i + 8 <= dimension; i += 8) {
        sums[0] = _mm256_fmadd_ps(_mm256_loadu_ps(row + i), _mm256_loadu_ps(query + i), sums[0]);
    }
    float rest = 0;
    for (; i < dimension; i++) rest += row[i] * query[i];
    return f32_lanes(_mm256_add_ps(_mm256_add_ps(sums[0], sums[1]),
                                   _mm256_add_ps(sums[2], sums[3]))) + rest;
}

AVX2 static void f32_rows(const float *query, const float *rows, size_t stride, size_t count,
                          size_t dimension, float *products) {
    for (size_t row = 0; row < count; row++) {
        products[row] = f32_dot(query, rows + row * stride, dimension);
    }
}

AVX2 static void f32_gather(const float *query, const float *rows, size_t stride,
                            const uint32_t *slots, size_t count, size_t dimension,
                            float *products) {
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride,
                             dimension * sizeof(float));
        }
        products[index] = f32_dot(query, rows + slots[index] * stride, dimension);
    }
}

AVX2_INLINE int32_t i32_lanes(__m256i sums) {
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1)));
}

// Widened to 16 bits first: `vpmaddubsw` would saturate at 2 * 255 * 127.
AVX2_INLINE int32_t u8_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    __m256i even = _mm256_setzero_si256(), odd = _mm256_setzero_si256();
    for (size_t i = 0; i < dimension; i += 32) {
        __m256i row0 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i)));
        __m256i row1 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i + 16)));
        __m256i query0 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + i)));
        __m256i query1 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + i + 16)));
        even = _mm256_add_epi32(even, _mm256_madd_epi16(row0, query0));
        odd = _mm256_add_epi32(odd, _mm256_madd_epi16(row1, query1));
    }
    return i32_lanes(_mm256_add_epi32(even, odd));
}

AVX2 static void u8_rows(const int8_t *query, const uint8_t *rows, size_t stride, size_t count,
                         size_t dimension, int32_t *products) {
    for (size_t row = 0; row < count; row++) {
        products[row] = u8_dot(query, rows + row * stride, dimension);
    }
}

AVX2 static void u8_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                           const uint32_t *slots, size_t count, size_t dimension,
                           int32_t *products) {
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride, dimension);
        }
        products[index] = u8_dot(query, rows + slots[index] * stride, dimension);
    }
}

// Nibbles are at most 15, so pairs of products stay below 2^15 and `vpmaddubsw` is exact.
AVX2_INLINE int32_t u4_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    const __m256i low = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1);
    __m256i sums = _mm256_setzero_si256();
    for (size_t group = 0; group < dimension / 128; group++) {
        for (size_t half = 0; half < 64; half += 32) {
            const int8_t *q = query + group * 128 + half;
            __m256i bytes = _mm256_loadu_si256((const __m256i *)(row + group * 64 + half));
            __m256i first = _mm256_maddubs_epi16(_mm256_and_si256(bytes, low),
                                                 _mm256_loadu_si256((const __m256i *)q));
            __m256i second =
                _mm256_maddubs_epi16(_mm256_and_si256(_mm256_srli_epi16(bytes, 4), low),
                                     _mm256_loadu_si256((const __m256i *)(q + 64)));
            sums = _mm256_add_epi32(sums, _mm256_madd_epi16(first, ones));
            sums = _mm256_add_epi32(sums, _mm256_madd_epi16(second, ones));
        }
    }
    return i32_lanes(sums);
}

AVX2 static void u4_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                           const uint32_t *slots, size_t count, size_t dimension,
                           int32_t *products) {
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride, dimension / 2);
        }
        products[index] = u4_dot(query, rows + slots[index] * stride, dimension);
    }
}

AVX2_INLINE __m256i byte_counts(__m256i bits) {
    const __m256i low = _mm256_set1_epi8(15);
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                            2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    __m256i lower = _mm256_shuffle_epi8(counts, _mm256_and_si256(bits, low));
    __m256i upper = _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(bits, 4), low));
    return _mm256_add_epi8(lower, upper);
}

// Hamming distances of four rows of a block to one plane. Bytes hold at most 8 a word, so they are
// emptied every 16 words.
AVX2_INLINE __m256i half_distances(const uint64_t *codes, const uint64_t *plane, size_t words) {
    __m256i total = _mm256_setzero_si256();
    for (size_t start = 0; start < words; start += 16) {
        size_t end = start + 16 < words ? start + 16 : words;
        __m256i bytes = _mm256_setzero_si256();
        for (size_t w = start; w < end; w++) {
            __m256i word = _mm256_loadu_si256((const __m256i *)(codes + w * 16));
            __m256i query = _mm256_set1_epi64x((long long)plane[w]);
            bytes = _mm256_add_epi8(bytes, byte_counts(_mm256_xor_si256(word, query)));
        }
        total = _mm256_add_epi64(total, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    return total;
}

AVX2_INLINE __m128i half_sums(const uint64_t *codes, const smb_bit_query *query) {
    __m256i total = _mm256_setzero_si256();
    for (size_t plane = query->plane_count; plane > 0; plane--) {
        total = _mm256_add_epi64(
            _mm256_add_epi64(total, total),
            half_distances(codes, query->planes + (plane - 1) * query->words, query->words));
    }
    const __m256i evens = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
    return _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(total, evens));
}

AVX2 static size_t bit_scan(const smb_bit_query *query, const uint64_t *blocks,
                            const float *factors, const float *offsets, const uint16_t *mask,
                            size_t first, size_t last, uint32_t *slots, float *estimates) {
    const __m256 base = _mm256_set1_ps(query->base), step = _mm256_set1_ps(query->step);
    const __m256 threshold = _mm256_set1_ps(query->threshold);
    size_t found = 0;
    for (size_t block = first; block < last; block++) {
        unsigned wanted = mask ? mask[block] : 0xffff;
        if (!wanted) continue;
        const uint64_t *codes = blocks + block * query->words * 16;
        for (size_t half = 0; half < 2; half++, wanted >>= 8) {
            // Four even rows and the odd ones after them.
            __m128i even = half_sums(codes + half * 4, query);
            __m128i odd = half_sums(codes + 8 + half * 4, query);
            __m256i distances =
                _mm256_set_m128i(_mm_unpackhi_epi32(even, odd), _mm_unpacklo_epi32(even, odd));
            size_t slot = block * 16 + half * 8;
            __m256 scaled = _mm256_mul_ps(step, _mm256_cvtepi32_ps(distances));
            __m256 inner = _mm256_sub_ps(base, scaled);
            __m256 estimate = _mm256_mul_ps(_mm256_loadu_ps(factors + slot), inner);
            if (offsets) estimate = _mm256_add_ps(estimate, _mm256_loadu_ps(offsets + slot));
            unsigned hits = wanted & (unsigned)_mm256_movemask_ps(
                                         _mm256_cmp_ps(estimate, threshold, _CMP_GE_OQ));
            float lanes[8];
            if (hits) _mm256_storeu_ps(lanes, estimate);
            for (; hits; hits &= hits - 1) {
                unsigned row = (unsigned)__builtin_ctz(hits);
                slots[found] = (uint32_t)(slot + row);
                if (estimates) estimates[found] = lanes[row];
                found++;
            }
        }
    }
    return found;
}

// Levels are at most 3, so sums of pairs of products are far below 2^15 and `vpmaddubsw` is exact.
AVX2_INLINE __m256i level_products(__m256i levels, __m256i query, __m256i sums) {
    __m256i pairs = _mm256_maddubs_epi16(levels, query);
    return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

AVX2_INLINE __m256i load_half(const void *bytes) {
    return _mm256_zextsi128_si256(_mm_loadu_si128((const __m128i *)bytes));
}

AVX2_INLINE int32_t level_dot(const int8_t *query, const uint8_t *row, size_t dimension) {
    const __m256i low = _mm256_set1_epi8(3);
    __m256i sums = _mm256_setzero_si256();
    for (size_t start = 0; start < dimension; start += 256) {
        size_t quarter = (dimension - start < 256 ? dimension - start : 256) / 4;
        for (size_t j = 0; j < quarter; j += 32) {
            int whole = j + 32 <= quarter;
            const uint8_t *codes = row + start / 4 + j;
            __m256i bytes = whole ? _mm256_loadu_si256((const __m256i *)codes) : load_half(codes);
            for (int s = 0; s < 4; s++) {
                const int8_t *q = query + start + (size_t)s * quarter + j;
                __m256i part = whole ? _mm256_loadu_si256((const __m256i *)q) : load_half(q);
                __m256i levels = _mm256_and_si256(_mm256_srli_epi16(bytes, 2 * s), low);
                sums = level_products(levels, part, sums);
            }
        }
    }
    return i32_lanes(sums);
}

AVX2 static size_t level_refine(const smb_level_query *query, const uint8_t *levels,
                           const float *offsets, size_t count, uint32_t *slots,
                           float *estimates) {
    return smb_level_refine(level_dot, query, levels, offsets, count, slots, estimates);
}

AVX2 static size_t code_refine(const smb_code_query *query, const uint8_t *rows, const float *steps,
                          const float *offsets, size_t count, uint32_t *slots, float *estimates) {
    return smb_code_refine(u8_dot, query, rows, steps, offsets, count, slots, estimates);
}

AVX2 static void rotate(const uint32_t *flips, size_t rounds, float *values, size_t dimension) {
    smb_rotate(flips, rounds, values, dimension);
}

const smb_kernels smb_kernels_avx2 = {
    .name = "avx2",
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
