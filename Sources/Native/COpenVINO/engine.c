#include "COpenVINO.h"
#include "openvino_api.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef SMB_OPENVINO_DEFAULT_FOLDER
#define SMB_OPENVINO_DEFAULT_FOLDER ".deps/openvino/lib"
#endif

const char *smb_ov_default_folder(void) {
    return SMB_OPENVINO_DEFAULT_FOLDER;
}

static const char *fill(openvino_api *api, void *handle) {
#define LOOK_UP(result, name, parameters)                                                        \
    if (!(*(void **)&api->name = dlsym(handle, "ov_" #name)))                                    \
        return "ov_" #name;
    SMB_OV_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
    return NULL;
}

int smb_ov_bind(void *handle, smb_ov_engine **out, const char **missing) {
    smb_ov_engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return SMB_OV_OUT_OF_MEMORY;
    *missing = fill(&engine->api, handle);
    if (*missing) {
        free(engine);
        return SMB_OV_SYMBOL_MISSING;
    }
    ov_version version = {0};
    int status = engine->api.get_openvino_version(&version);
    if (status) {
        free(engine);
        return status;
    }
    snprintf(engine->version, sizeof engine->version, "%s",
             version.build_number ? version.build_number : "");
    engine->api.version_free(&version);
    *out = engine;
    return 0;
}

const char *smb_ov_engine_version(const smb_ov_engine *engine) {
    return engine->version;
}

int smb_ov_engine_start(smb_ov_engine *engine) {
    return engine->api.core_create(&engine->core);
}

void smb_ov_engine_free(smb_ov_engine *engine) {
    if (!engine)
        return;
    if (engine->core)
        engine->api.core_free(engine->core);
    free(engine);
}

void smb_ov_engine_copy_error(const smb_ov_engine *engine, char *text, size_t capacity) {
    const char *message = engine->api.get_last_err_msg();
    snprintf(text, capacity, "%s", message ? message : "");
    if (message)
        engine->api.free(message);
}
