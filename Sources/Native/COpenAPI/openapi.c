#include "COpenAPI.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file[] = {
#embed "../../Door/HTTPService/openapi.yaml" suffix(,)
0};

const unsigned char *smb_openapi_bytes(void) { return file; }

size_t smb_openapi_count(void) { return sizeof file - 1; }
