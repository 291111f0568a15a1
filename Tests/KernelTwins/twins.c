// Compares every family this processor runs with the scalar one, in C alone, so that it can be built
// for another processor and run under an emulator. Prints what differs; exits 1 if anything does.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CVectorKernels.h"

enum { ROWS = 23, BLOCKS = 5 };

static uint64_t state = 1;
static int failures = 0;

static uint64_t next(void) {
    uint64_t z = (state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static float unit(void) { return (float)(next() >> 40) / (float)(1 << 24) - 0.5f; }

static void expect(int condition, const char *what, size_t dimension) {
    if (condition) return;
    printf("%s differ at dimension %zu\n", what, dimension);
    failures++;
}

static void compare_floats(const smb_kernels *a, const smb_kernels *b, size_t dimension) {
    float *rows = malloc(ROWS * dimension * sizeof *rows), *query = malloc(dimension * sizeof *query);
    float left[ROWS], right[ROWS], gathered[ROWS];
    uint32_t slots[ROWS];
    for (size_t i = 0; i < ROWS * dimension; i++) rows[i] = unit();
    for (size_t i = 0; i < dimension; i++) query[i] = unit();
    for (uint32_t i = 0; i < ROWS; i++) slots[i] = i * 7 % ROWS;
    a->f32_rows(query, rows, dimension, ROWS, dimension, left);
    b->f32_rows(query, rows, dimension, ROWS, dimension, right);
    b->f32_gather(query, rows, dimension, slots, ROWS, dimension, gathered);
    for (size_t row = 0; row < ROWS; row++) {
        float magnitude = 0;
        for (size_t i = 0; i < dimension; i++) magnitude += fabsf(query[i] * rows[row * dimension + i]);
        float bound = (float)dimension * 0x1p-23f * magnitude;
        expect(fabsf(left[row] - right[row]) <= bound, "float products", dimension);
        expect(gathered[row] == right[slots[row]], "gathered float products", dimension);
    }
    free(rows);
    free(query);
}

static void compare_codes(const smb_kernels *a, const smb_kernels *b, size_t dimension, int extreme) {
    uint8_t *rows = malloc(ROWS * dimension);
    int8_t *query = malloc(dimension);
    int32_t left[ROWS], right[ROWS];
    uint32_t slots[ROWS];
    for (size_t i = 0; i < ROWS * dimension; i++) rows[i] = extreme ? 255 : (uint8_t)next();
    for (size_t i = 0; i < dimension; i++) {
        query[i] = extreme ? (extreme > 1 ? -127 : 127) : (int8_t)((int)(next() % 255) - 127);
    }
    for (uint32_t i = 0; i < ROWS; i++) slots[i] = i * 5 % ROWS;
    a->u8_rows(query, rows, dimension, ROWS, dimension, left);
    b->u8_rows(query, rows, dimension, ROWS, dimension, right);
    expect(!memcmp(left, right, sizeof left), "code products", dimension);
    a->u8_gather(query, rows, dimension, slots, ROWS, dimension, left);
    b->u8_gather(query, rows, dimension, slots, ROWS, dimension, right);
    expect(!memcmp(left, right, sizeof left), "gathered code products", dimension);
    if (dimension % 128 == 0) {
        a->u4_gather(query, rows, dimension / 2, slots, ROWS, dimension, left);
        b->u4_gather(query, rows, dimension / 2, slots, ROWS, dimension, right);
        expect(!memcmp(left, right, sizeof left), "nibble products", dimension);
    }
    free(rows);
    free(query);
}

static void compare_bits(const smb_kernels *a, const smb_kernels *b, size_t words, size_t planes,
                         int offset, int masked) {
    uint64_t *blocks = malloc(BLOCKS * words * 64), *query_planes = malloc(planes * words * 8);
    float factors[BLOCKS * 8], offsets[BLOCKS * 8];
    float left[BLOCKS * 8 + 16], right[BLOCKS * 8 + 16];
    uint32_t left_slots[BLOCKS * 8 + 16], right_slots[BLOCKS * 8 + 16];
    uint8_t mask[BLOCKS];
    for (size_t i = 0; i < BLOCKS * words * 8; i++) blocks[i] = next();
    for (size_t i = 0; i < planes * words; i++) query_planes[i] = next();
    for (size_t i = 0; i < BLOCKS * 8; i++) factors[i] = 1 + unit(), offsets[i] = unit();
    for (size_t i = 0; i < BLOCKS; i++) mask[i] = (uint8_t)next();
    float step = 0.01f / (float)words;
    smb_bit_query query = {query_planes, planes, words, step * (float)((1 << planes) - 1) * 32 * (float)words,
                           step, 0.02f};
    const float *given = offset ? offsets : NULL;
    const uint8_t *wanted = masked ? mask : NULL;
    size_t n = a->bit_scan(&query, blocks, factors, given, wanted, 1, BLOCKS, left_slots, left);
    size_t m = b->bit_scan(&query, blocks, factors, given, wanted, 1, BLOCKS, right_slots, right);
    expect(n == m && !memcmp(left_slots, right_slots, n * 4) && !memcmp(left, right, n * 4), "bit scans",
           words * 64);
    n = a->bit_refine(&query, blocks, factors, offsets, given, n, left_slots, left);
    m = b->bit_refine(&query, blocks, factors, offsets, given, m, right_slots, right);
    expect(n == m && !memcmp(left_slots, right_slots, n * 4) && !memcmp(left, right, n * 4),
           "refined scans", words * 64);
    free(blocks);
    free(query_planes);
}

int main(void) {
    static const char *const names[] = {"avx512", "avx2", "neon"};
    const smb_kernels *scalar = smb_kernels_named("scalar");
    int compared = 0;
    for (size_t i = 0; i < 3; i++) {
        const smb_kernels *family = smb_kernels_named(names[i]);
        if (!family) continue;
        for (size_t d = 1; d <= 530; d++) compare_floats(scalar, family, d);
        compare_floats(scalar, family, 4096);
        for (size_t d = 64; d <= 4096; d += d < 1024 ? 64 : 1024) {
            for (int extreme = 0; extreme < 3; extreme++) compare_codes(scalar, family, d, extreme);
        }
        for (size_t words = 1; words <= 64; words += words < 20 ? 1 : 11) {
            for (size_t planes = 1; planes <= 4; planes++) {
                for (int way = 0; way < 4; way++) compare_bits(scalar, family, words, planes, way & 1, way >> 1);
            }
        }
        printf("%s agrees with scalar: %s\n", names[i], failures ? "no" : "yes");
        compared++;
    }
    uint32_t check = smb_crc32c(0, "123456789", 9);
    expect(check == 0xE3069283u, "checksums", 9);
    printf("%d families compared, %d differences\n", compared, failures);
    return failures != 0 || compared == 0;
}
