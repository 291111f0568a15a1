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
    uint64_t *blocks = malloc(BLOCKS * words * 128), *query_planes = malloc(planes * words * 8);
    float factors[BLOCKS * 16], offsets[BLOCKS * 16];
    float left[BLOCKS * 16 + 16], right[BLOCKS * 16 + 16];
    uint32_t left_slots[BLOCKS * 16 + 16], right_slots[BLOCKS * 16 + 16];
    uint16_t mask[BLOCKS];
    for (size_t i = 0; i < BLOCKS * words * 16; i++) blocks[i] = next();
    for (size_t i = 0; i < planes * words; i++) query_planes[i] = next();
    for (size_t i = 0; i < BLOCKS * 16; i++) factors[i] = 1 + unit(), offsets[i] = unit();
    for (size_t i = 0; i < BLOCKS; i++) mask[i] = (uint16_t)next();
    float step = 0.01f / (float)words;
    smb_bit_query query = {query_planes, planes, words, step * (float)((1 << planes) - 1) * 32 * (float)words,
                           step, 0.02f};
    const float *given = offset ? offsets : NULL;
    const uint16_t *wanted = masked ? mask : NULL;
    size_t n = a->bit_scan(&query, blocks, factors, given, wanted, 1, BLOCKS, left_slots, left);
    size_t m = b->bit_scan(&query, blocks, factors, given, wanted, 1, BLOCKS, right_slots, right);
    expect(n == m && !memcmp(left_slots, right_slots, n * 4) && !memcmp(left, right, n * 4), "bit scans",
           words * 64);
    n = b->bit_scan(&query, blocks, factors, given, wanted, 1, BLOCKS, left_slots, NULL);
    expect(n == m && !memcmp(left_slots, right_slots, n * 4), "bit scans without estimates", words * 64);
    free(blocks);
    free(query_planes);
}

static void compare_levels(const smb_kernels *a, const smb_kernels *b, size_t dimension, int extreme,
                           int offset) {
    size_t stride = dimension / 4 + 4;
    uint8_t *levels = malloc(ROWS * stride);
    int8_t *codes = malloc(dimension);
    float offsets[ROWS], left[ROWS + 16], right[ROWS + 16];
    uint32_t left_slots[ROWS + 16], right_slots[ROWS + 16];
    int32_t sum = 0;
    for (size_t i = 0; i < ROWS * stride; i++) levels[i] = extreme ? 255 : (uint8_t)next();
    for (size_t i = 0; i < dimension; i++) {
        codes[i] = extreme ? -127 : (int8_t)((int)(next() % 255) - 127);
        sum += codes[i];
    }
    for (uint32_t i = 0; i < ROWS; i++) {
        float factor = 1 + unit();
        memcpy(levels + i * stride + dimension / 4, &factor, sizeof factor);
        offsets[i] = unit();
        left_slots[i] = right_slots[i] = i * 5 % ROWS;
    }
    smb_level_query query = {codes, dimension, 3 * sum, 0.01f, -1};
    const float *given = offset ? offsets : NULL;
    size_t n = a->level_refine(&query, levels, given, ROWS, left_slots, left);
    size_t m = b->level_refine(&query, levels, given, ROWS, right_slots, right);
    expect(n == m && !memcmp(left_slots, right_slots, n * 4) && !memcmp(left, right, n * 4), "levels",
           dimension);
    free(levels);
    uint8_t *rows = malloc(ROWS * dimension);
    float steps[ROWS];
    for (size_t i = 0; i < ROWS * dimension; i++) rows[i] = extreme ? 255 : (uint8_t)next();
    for (uint32_t i = 0; i < ROWS; i++) {
        steps[i] = 0.01f * (1 + unit());
        left_slots[i] = right_slots[i] = i * 5 % ROWS;
    }
    smb_code_query fine = {codes, dimension, 128 * sum, 0.001f, 0.25f, 0.2f};
    n = a->code_refine(&fine, rows, steps, given, ROWS, left_slots, left);
    m = b->code_refine(&fine, rows, steps, given, ROWS, right_slots, right);
    expect(n == m && !memcmp(left_slots, right_slots, n * 4) && !memcmp(left, right, n * 4), "codes kept",
           dimension);
    free(rows);
    free(codes);
}

static void compare_rotations(const smb_kernels *a, const smb_kernels *b, size_t dimension) {
    uint32_t *flips = malloc(4 * dimension * sizeof *flips);
    float *left = malloc(dimension * sizeof *left), *right = malloc(dimension * sizeof *right);
    for (size_t i = 0; i < 4 * dimension; i++) flips[i] = (uint32_t)(next() & 1) << 31;
    for (size_t i = 0; i < dimension; i++) left[i] = right[i] = unit();
    a->rotate(flips, 4, left, dimension);
    b->rotate(flips, 4, right, dimension);
    expect(!memcmp(left, right, dimension * sizeof *left), "rotations", dimension);
    free(flips);
    free(left);
    free(right);
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
            for (int way = 0; way < 4; way++) compare_levels(scalar, family, d, way & 1, way >> 1);
            compare_rotations(scalar, family, d);
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
