// libgit2 parses the machine's authorities whenever it starts, also where nothing will go over TLS: 52 million
// instructions for Debian's, more than half of what a run with nothing to do needs otherwise. It can be told of them
// later, but not to leave them alone at first. So the release program is linked with
// `--wrap=mbedtls_x509_crt_parse_file` (Scripts/release-flags), and what is asked for before the first connection by
// TLS is put off. Nobody is trusted meanwhile. Other builds call mbedTLS as ever, and never come here.
#include "CTrust.h"

#include <stdatomic.h>

extern int __real_mbedtls_x509_crt_parse_file(void *chain, const char *path) __attribute__((weak));
int __wrap_mbedtls_x509_crt_parse_file(void *chain, const char *path);

static atomic_bool has_begun;
static atomic_bool was_asked;

int __wrap_mbedtls_x509_crt_parse_file(void *chain, const char *path) {
  if (atomic_load(&has_begun)) return __real_mbedtls_x509_crt_parse_file(chain, path);
  atomic_store(&was_asked, true);
  return 0;
}

bool cs_trust_begins(void) {
  atomic_store(&has_begun, true);
  return atomic_load(&was_asked);
}
