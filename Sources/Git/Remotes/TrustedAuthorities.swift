import CLibGit2
import CTrust

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The authorities that TLS trusts: those of the machine, read before the first connection that needs them.
enum TrustedAuthorities {
  /// Where systems keep them in one file: Debian and Alpine, Fedora, Fedora before 2011 and others, macOS.
  private static let bundles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
  ]

  private static let once: Void = {
    LibGit2.finishStart()
    // Where the program was not linked to put it off, libgit2 has read them as it started.
    guard cs_trust_begins(), let bundle = bundles.first(where: { access($0, R_OK) == 0 }) else {
      return
    }
    // Where they cannot be read nobody is trusted, and the connection that needs them says so.
    _ = cs_trust(bundle)
  }()

  /// Reads them unless they were.
  static func read() { once }
}
