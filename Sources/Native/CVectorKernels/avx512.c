#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define AVX512                                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx512vpopcntdq,fma,"     \
                          "popcnt,bmi,bmi2")))
#define AVX512_INLINE AVX512 static inline __attribute__((always_inline))

// Two accumulators a row; every path sums in this order, so a pair of vectors has one product.
AVX512_INLINE __m512 f32_tail(const float *row, const float *query, __mmask16 tail, __m512 sum) {
    return _mm512_fmadd_ps(_mm512_maskz_loadu_ps(tail, row), _mm512_maskz_loadu_ps(tail, query), sum);
}

AVX512_INLINE float f32_dot(const float *query, const float *row, size_t dimension) {
    __m512 even = _mm512_setzero_ps(), odd = _mm512_setzero_ps();
    size_t i = 0;
    for (; i + 32 <= dimension; i += 32) {
        even = _mm512_fmadd_ps(_mm512_loadu_ps(row + i), _mm512_loadu_ps(query + i), even);
        odd = _mm512_fmadd_ps(_mm512_loadu_ps(row + i + 16), _mm512_loadu_ps(query + i + 16), odd);
    }
    if (i + 16 <= dimension) {
        even = _mm512_fmadd_ps(_mm512_loadu_ps(row + i), _mm512_loadu_ps(query + i), even);
        i += 16;
    }
    if (i < dimension) {
        odd = f32_tail(row + i, query + i, (__mmask16)((1u << (dimension - i)) - 1), odd);
    }
    return _mm512_reduce_add_ps(_mm512_add_ps(even, odd));
}

// Four rows at once share the loads of the query.
AVX512_INLINE void f32_dot4(const float *query, const float *const rows[4], size_t dimension,
                            float *products) {
    __m512 even[4], odd[4];
    for (int r = 0; r < 4; r++) even[r] = odd[r] = _mm512_setzero_ps();
    size_t i = 0;
    for (; i + 32 <= dimension; i += 32) {
        __m512 q0 = _mm512_loadu_ps(query + i), q1 = _mm512_loadu_ps(query + i + 16);
        for (int r = 0; r < 4; r++) {
            even[r] = _mm512_fmadd_ps(_mm512_loadu_ps(rows[r] + i), q0, even[r]);
            odd[r] = _mm512_fmadd_ps(_mm512_loadu_ps(rows[r] + i + 16), q1, odd[r]);
        }
    }
    if (i + 16 <= dimension) {
        __m512 q0 = _mm512_loadu_ps(query + i);
        for (int r = 0; r < 4; r++) {
            even[r] = _mm512_fmadd_ps(_mm512_loadu_ps(rows[r] + i), q0, even[r]);
        }
        i += 16;
    }
    if (i < dimension) {
        __mmask16 tail = (__mmask16)((1u << (dimension - i)) - 1);
        for (int r = 0; r < 4; r++) odd[r] = f32_tail(rows[r] + i, query + i, tail, odd[r]);
    }
    for (int r = 0; r < 4; r++) {
        products[r] = _mm512_reduce_add_ps(_mm512_add_ps(even[r], odd[r]));
    }
}

AVX512 static void f32_rows(const float *query, const float *rows, size_t stride, size_t count,
                            size_t dimension, float *products) {
    size_t row = 0;
    for (; row + 4 <= count; row += 4) {
        const float *first = rows + row * stride;
        const float *const four[4] = {first, first + stride, first + 2 * stride, first + 3 * stride};
        f32_dot4(query, four, dimension, products + row);
    }
    for (; row < count; row++) products[row] = f32_dot(query, rows + row * stride, dimension);
}

AVX512 static void f32_gather(const float *query, const float *rows, size_t stride,
                              const uint32_t *slots, size_t count, size_t dimension,
                              float *products) {
    size_t bytes = dimension * sizeof(float);
    for (size_t index = 0; index < count && index < SMB_PREFETCH_ROWS; index++) {
        smb_prefetch_row(rows + slots[index] * stride, bytes);
    }
    for (size_t index = 0; index < count; index++) {
        if (index + SMB_PREFETCH_ROWS < count) {
            smb_prefetch_row(rows + slots[index + SMB_PREFETCH_ROWS] * stride, bytes);
        }
        products[index] = f32_dot(query, rows + slots[index] * stride, dimension);
    }
}

AVX512_INLINE __m512i u8_sums(const int8_t *query, const uint8_t *row, size_t dimension) {
    __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
    size_t i = 0;
    for (; i + 128 <= dimension; i += 128) {
        even = _mm512_dpbusd_epi32(even, _mm512_loadu_si512(row + i), _mm512_loadu_si512(query + i));
        odd = _mm512_dpbusd_epi32(odd, _mm512_loadu_si512(row + i + 64),
                                  _mm512_loadu_si512(query + i + 64));
    }
    if (i < dimension) {
        even = _mm512_dpbusd_epi32(even, _mm512_loadu_si512(row + i), _mm512_loadu_si512(query + i));
    }
    return _mm512_add_epi32(even, odd);
}

AVX512_INLINE __m512i u4_sums(const int8_t *query, const uint8_t *row, size_t dimension) {
    const __m512i low = _mm512_set1_epi8(15);
    __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
    for (size_t i = 0; i < dimension; i += 128) {
        __m512i bytes = _mm512_loadu_si512(row + i / 2);
        even = _mm512_dpbusd_epi32(even, _mm512_and_si512(bytes, low), _mm512_loadu_si512(query + i));
        odd = _mm512_dpbusd_epi32(odd, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), low),
                                  _mm512_loadu_si512(query + i + 64));
    }
    return _mm512_add_epi32(even, odd);
}

// Sums of four registers' lanes, in order.
AVX512_INLINE __m128i lane_sums4(__m512i a, __m512i b, __m512i c, __m512i d) {
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half =
        _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

AVX512_INLINE void u8_rows_of(const int8_t *query, const uint8_t *rows, size_t stride, size_t count,
                              size_t dimension, int32_t *products) {
    size_t row = 0;
    for (; row + 4 <= count; row += 4) {
        const uint8_t *first = rows + row * stride;
        _mm_storeu_si128((__m128i *)(products + row),
                         lane_sums4(u8_sums(query, first, dimension),
                                    u8_sums(query, first + stride, dimension),
                                    u8_sums(query, first + 2 * stride, dimension),
                                    u8_sums(query, first + 3 * stride, dimension)));
    }
    for (; row < count; row++) {
        products[row] = _mm512_reduce_add_epi32(u8_sums(query, rows + row * stride, dimension));
    }
}

AVX512 static void u8_rows(const int8_t *query, const uint8_t *rows, size_t stride, size_t count,
                           size_t dimension, int32_t *products) {
    if (dimension == 512) {
        u8_rows_of(query, rows, stride, count, 512, products);
    } else if (dimension == 128) {
        u8_rows_of(query, rows, stride, count, 128, products);
    } else {
        u8_rows_of(query, rows, stride, count, dimension, products);
    }
}

typedef __m512i row_sums(const int8_t *query, const uint8_t *row, size_t dimension);

AVX512_INLINE void gather_of(row_sums *sums, const int8_t *query, const uint8_t *rows, size_t stride,
                             const uint32_t *slots, size_t count, size_t dimension, size_t bytes,
                             int32_t *products) {
    for (size_t index = 0; index < count && index < SMB_PREFETCH_ROWS; index++) {
        smb_prefetch_row(rows + slots[index] * stride, bytes);
    }
    size_t index = 0;
    for (; index + 4 <= count; index += 4) {
        for (size_t ahead = index + SMB_PREFETCH_ROWS;
             ahead < index + SMB_PREFETCH_ROWS + 4 && ahead < count; ahead++) {
            smb_prefetch_row(rows + slots[ahead] * stride, bytes);
        }
        _mm_storeu_si128((__m128i *)(products + index),
                         lane_sums4(sums(query, rows + slots[index] * stride, dimension),
                                    sums(query, rows + slots[index + 1] * stride, dimension),
                                    sums(query, rows + slots[index + 2] * stride, dimension),
                                    sums(query, rows + slots[index + 3] * stride, dimension)));
    }
    for (; index < count; index++) {
        products[index] =
            _mm512_reduce_add_epi32(sums(query, rows + slots[index] * stride, dimension));
    }
}

AVX512 static void u8_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                             const uint32_t *slots, size_t count, size_t dimension,
                             int32_t *products) {
    if (dimension == 512) {
        gather_of(u8_sums, query, rows, stride, slots, count, 512, 512, products);
    } else if (dimension == 128) {
        gather_of(u8_sums, query, rows, stride, slots, count, 128, 128, products);
    } else {
        gather_of(u8_sums, query, rows, stride, slots, count, dimension, dimension, products);
    }
}

AVX512 static void u4_gather(const int8_t *query, const uint8_t *rows, size_t stride,
                             const uint32_t *slots, size_t count, size_t dimension,
                             int32_t *products) {
    if (dimension == 512) {
        gather_of(u4_sums, query, rows, stride, slots, count, 512, 256, products);
    } else if (dimension == 128) {
        gather_of(u4_sums, query, rows, stride, slots, count, 128, 64, products);
    } else {
        gather_of(u4_sums, query, rows, stride, slots, count, dimension, dimension / 2, products);
    }
}

// Weighted Hamming distances of eight rows of a block, a 64-bit lane each: rows lie across lanes, so
// nothing is summed sideways.
AVX512_INLINE __m512i half_distances(const uint64_t *codes, const uint64_t *planes, size_t words,
                                     size_t plane_count) {
    __m512i sums[4];
    for (size_t plane = 0; plane < plane_count; plane++) sums[plane] = _mm512_setzero_si512();
    for (size_t w = 0; w < words; w++) {
        __m512i word = _mm512_loadu_si512(codes + w * 16);
        for (size_t plane = 0; plane < plane_count; plane++) {
            __m512i query = _mm512_set1_epi64((long long)planes[plane * words + w]);
            sums[plane] =
                _mm512_add_epi64(sums[plane], _mm512_popcnt_epi64(_mm512_xor_si512(word, query)));
        }
    }
    __m512i total = sums[plane_count - 1];
    for (size_t plane = plane_count - 1; plane > 0; plane--) {
        total = _mm512_add_epi64(_mm512_slli_epi64(total, 1), sums[plane - 1]);
    }
    return total;
}

// Estimates of the rows of a block, in order: counts of odd rows go between those of even ones.
AVX512_INLINE __m512 block_estimates(const smb_bit_query *query, const uint64_t *codes,
                                     const float *factors, const float *offsets, size_t words,
                                     size_t plane_count) {
    __m512i even = half_distances(codes, query->planes, words, plane_count);
    __m512i odd = half_distances(codes + 8, query->planes, words, plane_count);
    __m512i distances = _mm512_or_si512(even, _mm512_slli_epi64(odd, 32));
    __m512 scaled = _mm512_mul_ps(_mm512_set1_ps(query->step), _mm512_cvtepi32_ps(distances));
    __m512 inner = _mm512_sub_ps(_mm512_set1_ps(query->base), scaled);
    __m512 estimate = _mm512_mul_ps(_mm512_loadu_ps(factors), inner);
    return offsets ? _mm512_add_ps(estimate, _mm512_loadu_ps(offsets)) : estimate;
}

AVX512_INLINE size_t bit_scan_of(const smb_bit_query *query, const uint64_t *blocks,
                                 const float *factors, const float *offsets, const uint16_t *mask,
                                 size_t first, size_t last, uint32_t *slots, float *estimates,
                                 size_t words, size_t plane_count) {
    const smb_bit_query kept = *query;
    const __m512 threshold = _mm512_set1_ps(kept.threshold);
    const __m512i lanes =
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t found = 0;
    for (size_t block = first; block < last; block++) {
        __mmask16 wanted = mask ? (__mmask16)mask[block] : 0xffff;
        if (!wanted) continue;
        __m512 estimate =
            block_estimates(&kept, blocks + block * words * 16, factors + block * 16,
                            offsets ? offsets + block * 16 : NULL, words, plane_count);
        __mmask16 hits = _mm512_mask_cmp_ps_mask(wanted, estimate, threshold, _CMP_GE_OQ);
        // Rows of few words are scored faster than a wrong guess about a branch is mended.
        if (words > 4 && __builtin_expect(hits == 0, 1)) continue;
        __m512i rows = _mm512_add_epi32(_mm512_set1_epi32((int)(block * 16)), lanes);
        _mm512_storeu_si512(slots + found, _mm512_maskz_compress_epi32(hits, rows));
        if (estimates) {
            _mm512_storeu_ps(estimates + found, _mm512_maskz_compress_ps(hits, estimate));
        }
        found += (size_t)__builtin_popcount(hits);
    }
    return found;
}

#define SCAN(W, P)                                                                                 \
    AVX512 static size_t bit_scan_##W##_##P(                                                       \
        const smb_bit_query *query, const uint64_t *blocks, const float *factors,                  \
        const float *offsets, const uint16_t *mask, size_t first, size_t last, uint32_t *slots,     \
        float *estimates) {                                                                        \
        return bit_scan_of(query, blocks, factors, offsets, mask, first, last, slots, estimates,   \
                           W, P);                                                                  \
    }

SCAN(2, 2) SCAN(2, 3) SCAN(2, 4) SCAN(8, 2) SCAN(8, 3)

AVX512 static size_t bit_scan(const smb_bit_query *query, const uint64_t *blocks,
                              const float *factors, const float *offsets, const uint16_t *mask,
                              size_t first, size_t last, uint32_t *slots, float *estimates) {
#define ARGUMENTS query, blocks, factors, offsets, mask, first, last, slots, estimates
    size_t planes = query->plane_count;
    if (query->words == 2 && planes == 2) return bit_scan_2_2(ARGUMENTS);
    if (query->words == 2 && planes == 3) return bit_scan_2_3(ARGUMENTS);
    if (query->words == 2 && planes == 4) return bit_scan_2_4(ARGUMENTS);
    if (query->words == 8 && planes == 2) return bit_scan_8_2(ARGUMENTS);
    if (query->words == 8 && planes == 3) return bit_scan_8_3(ARGUMENTS);
    switch (planes) {
    case 1: return bit_scan_of(ARGUMENTS, query->words, 1);
    case 2: return bit_scan_of(ARGUMENTS, query->words, 2);
    case 3: return bit_scan_of(ARGUMENTS, query->words, 3);
    default: return bit_scan_of(ARGUMENTS, query->words, 4);
    }
#undef ARGUMENTS
}

AVX512_INLINE __m512i level_part(__m512i bytes, int shift) {
    return _mm512_and_si512(_mm512_srli_epi16(bytes, (unsigned)shift), _mm512_set1_epi8(3));
}

// Two rows of 128 components fill a register; `query` has its quarters, each in both halves.
AVX512_INLINE __m512i level_pair_128(const __m512i query[4], const uint8_t *first,
                                     const uint8_t *second) {
    __m512i bytes = _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)first)),
        _mm256_loadu_si256((const __m256i *)second), 1);
    __m512i even = _mm512_dpbusd_epi32(_mm512_setzero_si512(), level_part(bytes, 0), query[0]);
    __m512i odd = _mm512_dpbusd_epi32(_mm512_setzero_si512(), level_part(bytes, 2), query[1]);
    even = _mm512_dpbusd_epi32(even, level_part(bytes, 4), query[2]);
    odd = _mm512_dpbusd_epi32(odd, level_part(bytes, 6), query[3]);
    return _mm512_add_epi32(even, odd);
}

// Lanes 0 and 2 hold the products of eight rows, four each; the other lanes nothing of use.
AVX512_INLINE __m512i level_eight_128(const __m512i query[4], const uint8_t *levels, size_t stride,
                                      const uint32_t *slots) {
    __m512i sums[4];
    for (size_t i = 0; i < 4; i++) {
        sums[i] = level_pair_128(query, levels + slots[i] * stride, levels + slots[i + 4] * stride);
    }
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(sums[0], sums[1]),
                                  _mm512_unpackhi_epi32(sums[0], sums[1]));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(sums[2], sums[3]),
                                  _mm512_unpackhi_epi32(sums[2], sums[3]));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    return _mm512_add_epi32(all, _mm512_shuffle_i64x2(all, all, 0xb1));
}

AVX512_INLINE __m512i level_sums(const int8_t *query, const uint8_t *row, size_t dimension) {
    __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
    size_t i = 0;
    for (; i + 256 <= dimension; i += 256) {
        __m512i bytes = _mm512_loadu_si512(row + i / 4);
        const int8_t *q = query + i;
        even = _mm512_dpbusd_epi32(even, level_part(bytes, 0), _mm512_loadu_si512(q));
        odd = _mm512_dpbusd_epi32(odd, level_part(bytes, 2), _mm512_loadu_si512(q + 64));
        even = _mm512_dpbusd_epi32(even, level_part(bytes, 4), _mm512_loadu_si512(q + 128));
        odd = _mm512_dpbusd_epi32(odd, level_part(bytes, 6), _mm512_loadu_si512(q + 192));
    }
    if (i < dimension) {
        size_t quarter = (dimension - i) / 4;
        __mmask64 tail = ((__mmask64)1 << quarter) - 1;
        __m512i bytes = _mm512_maskz_loadu_epi8(tail, row + i / 4);
        for (size_t s = 0; s < 4; s++) {
            __m512i part = _mm512_maskz_loadu_epi8(tail, query + i + s * quarter);
            even = _mm512_dpbusd_epi32(even, level_part(bytes, (int)(2 * s)), part);
        }
    }
    return _mm512_add_epi32(even, odd);
}

// Products of sixteen rows at most, `stride` bytes apart; entries past `count` of `rows` name row 0.
AVX512_INLINE __m512i batch_products(row_sums *sums, const int8_t *query, const uint8_t *rows,
                                     size_t stride, size_t dimension, const uint32_t slots[16],
                                     size_t count) {
    int32_t products[16];
    for (size_t i = 0; i < count; i += 4) {
        _mm_storeu_si128((__m128i *)(products + i),
                         lane_sums4(sums(query, rows + slots[i] * stride, dimension),
                                    sums(query, rows + slots[i + 1] * stride, dimension),
                                    sums(query, rows + slots[i + 2] * stride, dimension),
                                    sums(query, rows + slots[i + 3] * stride, dimension)));
    }
    return _mm512_loadu_si512(products);
}

AVX512_INLINE size_t keep_reaching(__m512 estimate, __mmask16 wanted, float threshold,
                                   __m512i places, uint32_t *slots, float *estimates) {
    __mmask16 hits =
        _mm512_mask_cmp_ps_mask(wanted, estimate, _mm512_set1_ps(threshold), _CMP_GE_OQ);
    _mm512_storeu_si512(slots, _mm512_maskz_compress_epi32(hits, places));
    _mm512_storeu_ps(estimates, _mm512_maskz_compress_ps(hits, estimate));
    return (size_t)__builtin_popcount(hits);
}

AVX512_INLINE __m512 gathered(const float *values, __mmask16 wanted, __m512i places) {
    return _mm512_mask_i32gather_ps(_mm512_setzero_ps(), wanted, places, values, 4);
}

// Products of sixteen rows of levels, in order.
AVX512_INLINE __m512i level_products(const smb_level_query *query, const __m512i quarters[4],
                                     const uint8_t *levels, const uint32_t slots[16], size_t count,
                                     size_t dimension) {
    size_t stride = dimension / 4 + 4;
    if (dimension != 128) {
        return batch_products(level_sums, query->codes, levels, stride, dimension, slots, count);
    }
    __m512i low = level_eight_128(quarters, levels, stride, slots);
    __m512i high = level_eight_128(quarters, levels, stride, slots + 8);
    return _mm512_shuffle_i64x2(low, high, 0x88);
}

AVX512_INLINE size_t level_refine_of(const smb_level_query *query, const uint8_t *levels,
                                     const float *offsets, size_t count, uint32_t *slots,
                                     float *estimates, size_t dimension) {
    size_t kept = 0, stride = dimension / 4 + 4;
    __m512i quarters[4];
    for (size_t s = 0; s < 4 && dimension == 128; s++) {
        quarters[s] = _mm512_broadcast_i64x4(
            _mm256_loadu_si256((const __m256i *)(query->codes + s * 32)));
    }
    for (size_t index = 0; index < count && index < 16; index++) {
        smb_prefetch_row(levels + slots[index] * stride, stride);
    }
    for (size_t index = 0; index < count; index += 16) {
        uint32_t rows[16];
        float factors[16];
        size_t batch = count - index < 16 ? count - index : 16;
        __mmask16 wanted = (__mmask16)((1u << batch) - 1);
        __m512i places = _mm512_maskz_loadu_epi32(wanted, slots + index);
        _mm512_storeu_si512(rows, places);
        for (size_t ahead = index + 16; ahead < index + 32 && ahead < count; ahead++) {
            smb_prefetch_row(levels + slots[ahead] * stride, stride);
        }
        __m512i product = level_products(query, quarters, levels, rows, batch, dimension);
        for (size_t i = 0; i < batch; i++) {
            memcpy(factors + i, levels + rows[i] * stride + dimension / 4, sizeof *factors);
        }
        __m512i centred =
            _mm512_sub_epi32(_mm512_slli_epi32(product, 1), _mm512_set1_epi32(query->bias));
        __m512 scaled = _mm512_mul_ps(_mm512_set1_ps(query->step), _mm512_cvtepi32_ps(centred));
        __m512 estimate = _mm512_mul_ps(_mm512_maskz_loadu_ps(wanted, factors), scaled);
        if (offsets) estimate = _mm512_add_ps(estimate, gathered(offsets, wanted, places));
        kept += keep_reaching(estimate, wanted, query->threshold, places, slots + kept,
                              estimates + kept);
    }
    return kept;
}

AVX512 static size_t level_refine(const smb_level_query *query, const uint8_t *levels,
                                  const float *offsets, size_t count, uint32_t *slots,
                                  float *estimates) {
#define ARGUMENTS query, levels, offsets, count, slots, estimates
    if (query->dimension == 128) return level_refine_of(ARGUMENTS, 128);
    if (query->dimension == 512) return level_refine_of(ARGUMENTS, 512);
    return level_refine_of(ARGUMENTS, query->dimension);
#undef ARGUMENTS
}

AVX512_INLINE size_t code_refine_of(const smb_code_query *query, const uint8_t *rows,
                                    const float *steps, const float *offsets, size_t count,
                                    uint32_t *slots, float *estimates, size_t dimension) {
    size_t kept = 0;
    for (size_t index = 0; index < count && index < SMB_PREFETCH_ROWS; index++) {
        smb_prefetch_row(rows + slots[index] * dimension, dimension);
        __builtin_prefetch(steps + slots[index]);
    }
    for (size_t index = 0; index < count; index += 16) {
        uint32_t batch_slots[16];
        size_t batch = count - index < 16 ? count - index : 16;
        __mmask16 wanted = (__mmask16)((1u << batch) - 1);
        __m512i places = _mm512_maskz_loadu_epi32(wanted, slots + index);
        _mm512_storeu_si512(batch_slots, places);
        size_t last = index + 16 + SMB_PREFETCH_ROWS;
        for (size_t ahead = index + SMB_PREFETCH_ROWS; ahead < last && ahead < count; ahead++) {
            smb_prefetch_row(rows + slots[ahead] * dimension, dimension);
            __builtin_prefetch(steps + slots[ahead]);
        }
        __m512i product =
            batch_products(u8_sums, query->codes, rows, dimension, dimension, batch_slots, batch);
        __m512i centred = _mm512_sub_epi32(product, _mm512_set1_epi32(query->bias));
        __m512 unit = _mm512_mul_ps(_mm512_set1_ps(query->step), gathered(steps, wanted, places));
        __m512 inner = _mm512_mul_ps(_mm512_cvtepi32_ps(centred), unit);
        __m512 estimate = _mm512_add_ps(inner, _mm512_set1_ps(query->constant));
        if (offsets) estimate = _mm512_add_ps(estimate, gathered(offsets, wanted, places));
        kept += keep_reaching(estimate, wanted, query->threshold, places, slots + kept,
                              estimates + kept);
    }
    return kept;
}

AVX512 static size_t code_refine(const smb_code_query *query, const uint8_t *rows,
                                 const float *steps, const float *offsets, size_t count,
                                 uint32_t *slots, float *estimates) {
#define ARGUMENTS query, rows, steps, offsets, count, slots, estimates
    if (query->dimension == 128) return code_refine_of(ARGUMENTS, 128);
    if (query->dimension == 512) return code_refine_of(ARGUMENTS, 512);
    return code_refine_of(ARGUMENTS, query->dimension);
#undef ARGUMENTS
}

AVX512 static void rotate(const uint32_t *flips, size_t rounds, float *values, size_t dimension) {
    smb_rotate(flips, rounds, values, dimension);
}

const smb_kernels smb_kernels_avx512 = {
    .name = "avx512",
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
