#include "kernels.h"

#include <math.h>
#include <string.h>

static void hadamard(float *values, size_t length) {
    for (size_t half = 1; half < length; half *= 2) {
        for (size_t start = 0; start < length; start += 2 * half) {
            float *low = values + start, *high = values + start + half;
            for (size_t i = 0; i < half; i++) {
                float sum = low[i] + high[i], difference = low[i] - high[i];
                low[i] = sum;
                high[i] = difference;
            }
        }
    }
    float scale = 1.0f / sqrtf((float)length);
    for (size_t i = 0; i < length; i++) values[i] *= scale;
}

void smb_rotation_apply(const uint64_t *signs, size_t rounds, float *values, size_t dimension) {
    size_t run = 1;
    while (run * 2 <= dimension) run *= 2;
    for (size_t round = 0; round < rounds; round++) {
        const uint64_t *flips = signs + round * (dimension / 64);
        for (size_t w = 0; w < dimension / 64; w++) {
            uint64_t word = flips[w];
            for (size_t i = 0; i < 64; i++) {
                uint32_t bits;
                float *value = values + w * 64 + i;
                memcpy(&bits, value, sizeof bits);
                bits ^= (uint32_t)(word >> i & 1) << 31;
                memcpy(value, &bits, sizeof bits);
            }
        }
        hadamard(values, run);
        if (run < dimension) hadamard(values + dimension - run, run);
    }
}

// Steps of 2, 4, 8 and 16 uniform levels, in standard deviations, that lose least of a normal variable.
static const float normal_steps[] = {0, 1.596f, 0.996f, 0.586f, 0.335f};

float smb_planes_encode(const float *values, size_t dimension, size_t plane_count,
                        uint64_t *planes) {
    size_t words = dimension / 64;
    memset(planes, 0, plane_count * words * sizeof *planes);
    float squares = 0;
    for (size_t i = 0; i < dimension; i++) squares += values[i] * values[i];
    float step = normal_steps[plane_count] * sqrtf(squares / (float)dimension);
    if (!(step > 0)) return 0;
    float inverse = 1 / step, aligned = 0;
    int half = 1 << (plane_count - 1);
    for (size_t w = 0; w < words; w++) {
        uint64_t bits[4] = {0, 0, 0, 0};
        for (size_t i = 0; i < 64; i++) {
            float scaled = values[w * 64 + i] * inverse;
            float bounded = fminf(fmaxf(scaled, (float)-half), (float)half - 0.5f);
            unsigned level = (unsigned)((int)(bounded + (float)half));
            aligned += values[w * 64 + i] * ((float)level - (float)half + 0.5f);
            for (size_t plane = 0; plane < plane_count; plane++) {
                bits[plane] |= (uint64_t)(level >> plane & 1) << i;
            }
        }
        for (size_t plane = 0; plane < plane_count; plane++) planes[plane * words + w] = bits[plane];
    }
    // Levels are shorter than what they stand for; this length makes their products unbiased.
    return squares / aligned;
}

void smb_bits_encode(const float *values, size_t dimension, size_t lane, uint64_t *block,
                     uint64_t *low, float products[2]) {
    float squares = 0;
    for (size_t i = 0; i < dimension; i++) squares += values[i] * values[i];
    float step = normal_steps[2] * sqrtf(squares / (float)dimension);
    float sum = 0, aligned = 0;
    for (size_t w = 0; w < dimension / 64; w++) {
        uint64_t high_word = 0, low_word = 0;
        for (size_t i = 0; i < 64; i++) {
            float value = values[w * 64 + i];
            uint64_t positive = value >= 0, large = fabsf(value) >= step;
            high_word |= positive << i;
            low_word |= (positive == large ? 1ull : 0ull) << i;
            sum += fabsf(value);
            aligned += fabsf(value) * (large ? 1.5f : 0.5f);
        }
        block[w * 8 + lane] = high_word;
        low[w] = low_word;
    }
    products[0] = sum;
    products[1] = aligned;
}

static int code(float value) {
    float bounded = fminf(fmaxf(value, -127.0f), 127.0f);
    return (int)(bounded + (bounded < 0 ? -0.5f : 0.5f));
}

float smb_codes_encode(const float *values, size_t dimension, float scale, uint8_t *codes) {
    float lost = 0, inverse = scale > 0 ? 1 / scale : 0;
    for (size_t i = 0; i < dimension; i++) {
        int component = code(values[i] * scale);
        codes[i] = (uint8_t)(component + 128);
        float difference = values[i] - (float)component * inverse;
        lost += difference * difference;
    }
    return lost;
}

float smb_query_encode(const float *values, size_t dimension, float scale, int8_t *codes,
                       int32_t *sum) {
    float lost = 0, inverse = scale > 0 ? 1 / scale : 0;
    int32_t total = 0;
    for (size_t i = 0; i < dimension; i++) {
        int component = code(values[i] * scale);
        codes[i] = (int8_t)component;
        total += component;
        float difference = values[i] - (float)component * inverse;
        lost += difference * difference;
    }
    *sum = total;
    return lost;
}

void smb_nibbles_encode(const float *values, size_t dimension, float scale, uint8_t *codes) {
    for (size_t group = 0; group < dimension / 128; group++) {
        for (size_t j = 0; j < 64; j++) {
            unsigned halves[2];
            for (size_t half = 0; half < 2; half++) {
                float level = floorf(values[group * 128 + half * 64 + j] * scale) + 8;
                halves[half] = (unsigned)fminf(fmaxf(level, 0), 15);
            }
            codes[group * 64 + j] = (uint8_t)(halves[0] | halves[1] << 4);
        }
    }
}
