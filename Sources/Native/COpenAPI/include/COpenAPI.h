#ifndef SMB_OPENAPI_H
#define SMB_OPENAPI_H

#include <stddef.h>

// The description of the REST service, as it lies in the sources; see CWebAssets.h for why it is C.

/// Its bytes, YAML.
const unsigned char *smb_openapi_bytes(void);

/// How many there are.
size_t smb_openapi_count(void);

#endif
