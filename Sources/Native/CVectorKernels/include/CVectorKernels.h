#pragma once

#include <stddef.h>
#include <stdint.h>

// The kernels of the vector index: plain loops over memory the caller owns.
//
// Thread rule: every function is pure but for the buffers it is handed; any thread may call it.
// No function allocates, none keeps a pointer, none fails: sizes are the caller's promise.
//
// Families: `scalar` is the definition; `avx2`, `avx512` and `neon` are its twins. Kernels over
// codes and bits equal the scalar twin bit for bit. Kernels over floats sum in another order and
// differ from it by at most `dimension * 2^-23 * sum |a[i] * b[i]|`.
//
// Codes: a row of `dimension` bytes (a multiple of 64); byte = component + 128, component in
// -127...127. The query is signed. Products are summed exactly in 32 bits
// (4,096 * 255 * 127 < 2^31), bias included: subtract 128 * (sum of the query).
//
// Nibbles: rows of `dimension / 2` bytes (dimension a multiple of 128); byte j of a group of 64 holds
// dimension j of the group's 128 in its low half and dimension 64 + j in its high half; each half is
// 0...15. The query is signed bytes in plain order.
//
// Bits: blocks of 16 rows. A block is `words` groups of sixteen 64-bit words, those of even rows before
// those of odd ones: word w of row r lies at `[w * 16 + r % 2 * 8 + r / 2]`, so that counts of both halves
// can be woven into one register. Bit i of word w is set when component `w * 64 + i` is not negative.
//
// Levels: rows of `dimension / 4` bytes (dimension a multiple of 64), then the row's factor, a float: what
// a row needs lies together. Components lie in groups of 256, the last of which may have 64, 128 or 192.
// In a group of g components, bits 2s and 2s + 1 of byte j hold component `s * g / 4 + j`: a level u of
// 0...3 that stands for u - 1.5. The query is signed bytes in plain order.

/// What a scan over bit codes looks for.
typedef struct smb_bit_query {
    /// `plane_count * words` words: plane p holds bit p of every query component's level.
    const uint64_t *planes;
    /// 1 to 4.
    size_t plane_count;
    /// 64-bit words a row.
    size_t words;
    /// The estimate of row r is `factors[r] * (base - step * h) + offsets[r]`, where h is the sum over
    /// planes of `2^p * hamming(row, plane p)`.
    float base;
    /// See `base`.
    float step;
    /// Rows whose estimate is at least this are reported.
    float threshold;
} smb_bit_query;

/// A query for levels.
typedef struct smb_level_query {
    /// `dimension` signed bytes.
    const int8_t *codes;
    size_t dimension;
    /// Three times the sum of the codes.
    int32_t bias;
    /// Half of what a unit of the codes is worth.
    float step;
    /// Rows whose estimate is at least this are kept.
    float threshold;
} smb_level_query;

/// A query for codes.
typedef struct smb_code_query {
    /// `dimension` signed bytes.
    const int8_t *codes;
    size_t dimension;
    /// 128 times the sum of the codes.
    int32_t bias;
    /// What a unit of the codes is worth.
    float step;
    /// Added to every estimate.
    float constant;
    /// Rows whose estimate is at least this are kept.
    float threshold;
} smb_code_query;

/// One family of kernels.
typedef struct smb_kernels {
    /// `scalar`, `avx2`, `avx512` or `neon`.
    const char *name;

    /// Dot products of a query with `count` consecutive rows, `stride` floats apart.
    void (*f32_rows)(const float *query, const float *rows, size_t stride, size_t count,
                     size_t dimension, float *products);

    /// The same for the rows `slots[0..<count]`.
    void (*f32_gather)(const float *query, const float *rows, size_t stride, const uint32_t *slots,
                       size_t count, size_t dimension, float *products);

    /// Biased products of a signed query with `count` consecutive code rows, `stride` bytes apart.
    void (*u8_rows)(const int8_t *query, const uint8_t *rows, size_t stride, size_t count,
                    size_t dimension, int32_t *products);

    /// The same for the rows `slots[0..<count]`.
    void (*u8_gather)(const int8_t *query, const uint8_t *rows, size_t stride,
                      const uint32_t *slots, size_t count, size_t dimension, int32_t *products);

    /// Products of a signed query with the nibble rows `slots[0..<count]`, `stride` bytes apart.
    void (*u4_gather)(const int8_t *query, const uint8_t *rows, size_t stride,
                      const uint32_t *slots, size_t count, size_t dimension, int32_t *products);

    /// Reports the rows of blocks `first..<last` whose estimate reaches the threshold.
    ///
    /// `mask`: 16 bits a block, bit r for row r, or NULL for all rows; `offsets` may be NULL, and
    /// `estimates` where nobody wants them. `slots` and `estimates` have room for
    /// `16 * (last - first) + 16` entries; what lies past the count written is undefined.
    /// Returns how many were written; slots rise.
    size_t (*bit_scan)(const smb_bit_query *query, const uint64_t *blocks, const float *factors,
                       const float *offsets, const uint16_t *mask, size_t first, size_t last,
                       uint32_t *slots, float *estimates);

    /// Estimates the rows `slots[0..<count]` by their levels and keeps, in place and in order, those
    /// that reach the threshold. Returns how many.
    ///
    /// The estimate of row r is `factor * (step * (2 * product - bias)) + offsets[r]`; `offsets` may be
    /// NULL. Both arrays have room for `count` rounded up to a multiple of 16.
    size_t (*level_refine)(const smb_level_query *query, const uint8_t *levels,
                           const float *offsets, size_t count, uint32_t *slots, float *estimates);

    /// The same by codes, `dimension` bytes a row: the estimate of row r is
    /// `(product - bias) * (step * steps[r]) + constant + offsets[r]`.
    size_t (*code_refine)(const smb_code_query *query, const uint8_t *rows, const float *steps,
                          const float *offsets, size_t count, uint32_t *slots, float *estimates);

    /// Turns `values` in place by a fixed orthogonal map: `flips` (rounds * dimension masks of the sign
    /// bit) flip components, then Walsh-Hadamard transforms of the first and the last power-of-two run
    /// mix them. `dimension` is a multiple of 64. Lengths are kept within rounding; families agree
    /// bit for bit.
    void (*rotate)(const uint32_t *flips, size_t rounds, float *values, size_t dimension);
} smb_kernels;

/// The fastest family this processor can run.
const smb_kernels *smb_kernels_best(void);

/// A family by name, or NULL when this processor cannot run it.
const smb_kernels *smb_kernels_named(const char *name);

/// Quantises a query to `plane_count` bit planes with uniform steps: writes
/// `plane_count * dimension / 64` words and returns the length of a step, stretched so that
/// products with the levels are unbiased (0 for a zero query). A level u stands for
/// `step * (u - (2^plane_count - 1) / 2)`.
float smb_planes_encode(const float *values, size_t dimension, size_t plane_count,
                        uint64_t *planes);

/// Writes the signs of a row as row `lane` of a bit block, and its levels, whose high bits they are, with
/// the factor that makes products with them unbiased.
/// Returns the sum of absolute components.
float smb_bits_encode(const float *values, size_t dimension, size_t lane, uint64_t *block,
                      uint8_t *levels);

/// Writes biased codes `round(value * scale) + 128`, clamped to 1...255; returns the squared length
/// of what was lost, in units of the values.
float smb_codes_encode(const float *values, size_t dimension, float scale, uint8_t *codes);

/// Writes signed query codes `round(value * scale)`, clamped to -127...127, and their sum; returns the
/// squared length of what was lost.
float smb_query_encode(const float *values, size_t dimension, float scale, int8_t *codes,
                       int32_t *sum);

/// Writes nibble codes `floor(value * scale) + 8`, clamped to 0...15.
void smb_nibbles_encode(const float *values, size_t dimension, float scale, uint8_t *codes);

/// CRC-32C (Castagnoli) of `count` bytes, continuing from `seed` (0 to start).
uint32_t smb_crc32c(uint32_t seed, const void *bytes, size_t count);
