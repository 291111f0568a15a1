/// A narrow door to OpenVINO's C API, which is looked up at run time: no headers, nothing linked.
///
/// Every function gives 0 for success, else OpenVINO's status (negative), unless said otherwise.
/// Objects are freed by their `_free`; freeing NULL does nothing. An engine must outlive its
/// models, a model its requests. Engines and models may be used from any thread at once, a request
/// by one thread at a time.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct smb_ov_engine smb_ov_engine;
typedef struct smb_ov_model smb_ov_model;
typedef struct smb_ov_request smb_ov_request;

enum {
    /// Longest shape this shim passes on.
    SMB_OV_RANK_MAX = 8,
    /// Statuses of our own, beside OpenVINO's.
    SMB_OV_OUT_OF_MEMORY = -100,
    SMB_OV_SYMBOL_MISSING = -101,
    SMB_OV_RANK_UNSUPPORTED = -102,
    SMB_OV_ELEMENT_NOT_F32 = -103,
};

/// One compile option; both texts are only read during the call. Laid out as `ov_property_t`.
typedef struct {
    const char *key;
    const char *value;
} smb_ov_property;

/// A tensor that belongs to a request: valid until that request runs again or is freed.
typedef struct {
    const float *values;
    size_t count;
    int64_t rank;
    int64_t dims[SMB_OV_RANK_MAX];
} smb_ov_tensor;

/// The folder of the engine's libraries in the checkout this was compiled from; may not exist.
const char *smb_ov_default_folder(void);

/// Looks up every function in an open `libopenvino_c` and reads its version; starts nothing.
/// On SMB_OV_SYMBOL_MISSING `*missing` is the name of a function that is not there (static text).
int smb_ov_bind(void *handle, smb_ov_engine **out, const char **missing);

/// The library's build number, such as `2026.4.1-...`; lives as long as the engine.
const char *smb_ov_engine_version(const smb_ov_engine *engine);

/// Starts the runtime; call once, after the version has been judged.
int smb_ov_engine_start(smb_ov_engine *engine);

void smb_ov_engine_free(smb_ov_engine *engine);

/// Copies the latest error's text, cut to `capacity` with its final 0. OpenVINO keeps one text for
/// the whole process, so another thread's failure may have replaced it.
void smb_ov_engine_copy_error(const smb_ov_engine *engine, char *text, size_t capacity);

/// Compiles the graph in a file (IR .xml with its .bin beside it, or ONNX) for the CPU.
/// `dims`: NULL keeps the graph's input shape; else `rank` numbers, one a dimension: 0 keeps it,
/// -1 leaves it open, n fixes it. `rank` must be the graph's own (SMB_OV_RANK_UNSUPPORTED).
int smb_ov_model_compile_file(
    smb_ov_engine *engine, const char *path, const int64_t *dims, int64_t rank,
    const smb_ov_property *properties, size_t property_count, smb_ov_model **out);

/// The same for an ONNX graph in memory, which is only read during the call.
int smb_ov_model_compile_bytes(
    smb_ov_engine *engine, const void *bytes, size_t count, const int64_t *dims, int64_t rank,
    const smb_ov_property *properties, size_t property_count, smb_ov_model **out);

void smb_ov_model_free(smb_ov_model *model);

int smb_ov_model_input_count(const smb_ov_model *model, size_t *count);
int smb_ov_model_output_count(const smb_ov_model *model, size_t *count);

/// The shape of the only input after compiling; an open dimension reads -1.
int smb_ov_model_input_shape(const smb_ov_model *model, int64_t dims[SMB_OV_RANK_MAX],
                             int64_t *rank);

/// One of output `index`'s names, always the same one; cut to `capacity`.
int smb_ov_model_output_name(const smb_ov_model *model, size_t index, char *name,
                             size_t capacity);

/// The name `smb_ov_model_output_name` gives for the output known as `alias` by any of its names.
int smb_ov_model_canonical_name(const smb_ov_model *model, const char *alias, char *name,
                                size_t capacity);

/// Reads a property back as text; cut to `capacity`.
int smb_ov_model_property(const smb_ov_model *model, const char *key, char *value,
                          size_t capacity);

int smb_ov_request_create(const smb_ov_model *model, smb_ov_request **out);
void smb_ov_request_free(smb_ov_request *request);

/// Runs the graph on the caller's f32 memory, which is read in place and not kept. Blocks.
int smb_ov_request_run(smb_ov_request *request, const float *values, const int64_t *dims,
                       int64_t rank);

/// Lends output `index` of the last run.
int smb_ov_request_output(const smb_ov_request *request, size_t index, smb_ov_tensor *out);
