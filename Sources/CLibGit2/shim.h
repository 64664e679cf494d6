// What Swift cannot import from git2.h by itself: variadic calls and initialiser macros.
#ifndef COUNTERSIGN_SHIM_H
#define COUNTERSIGN_SHIM_H

#include <git2.h>
// Which of these git2.h includes differs between versions, and with it how Swift imports pointers
// to their types.
#include <git2/sys/config.h>
#include <git2/sys/credential.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <git2/sys/stream.h>
#include <netinet/in.h>
#include <sys/socket.h>

/// A connection of `OriginStream`, laid out as libgit2's own: its ssh transport reaches for the socket.
struct cs_stream {
  git_stream parent;
  char *host;
  char *port;
  int socket;
  /// What may be sent (`OriginStream.Manner`).
  int manner;
};

/// Bytes that the TCP connection `socket` has received so far; zero where the kernel does not tell.
static inline unsigned long long cs_received(int socket) {
  // `tcpi_bytes_received` of linux/tcp.h, since Linux 4.1: glibc's own structure ends before it, and the two headers
  // cannot be read together.
  enum { information = 11, place = 128 };
  unsigned long long found[place / 8 + 1] = {0};
  socklen_t size = sizeof found;
  if (getsockopt(socket, IPPROTO_TCP, information, found, &size) != 0 || size < sizeof found) return 0;
  return found[place / 8];
}

/// Turns the cache of parsed and raw objects on or off for the whole process.
static inline int cs_enable_caching(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_CACHING, enabled);
}

/// Turns fsync after each write into a git directory on or off for the whole process.
static inline int cs_enable_fsync(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

/// Names the bundle of the authorities that TLS trusts, which is read at once.
static inline int cs_trust(const char *bundle) {
  return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, bundle, (const char *)0);
}

/// Names repository extensions that libgit2 shall open although it does not know them.
static inline int cs_allow_extensions(char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, (const char **)names, count);
}

#endif
