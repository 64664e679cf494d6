internal import Connectors
package import Model

extension Policy {
  /// Where the certificate of an X.509 authority is one that can certify nothing.
  ///
  /// It keeps no policy from being accepted, so that an audit never depends on how certificates are read; what
  /// such an authority should certify stays `issuing`.
  package var authorityFaults: [Reason] {
    systems.values.sorted { $0.id < $1.id }.compactMap { system in
      guard case .x509Certificate(let authority) = system.connector else { return nil }
      do throws(CertificateFault) {
        _ = try X509AuthorityName.of(base64(authority.certificate))
        return nil
      } catch {
        return Reason(
          .invalidDocument, "`\(system.id)` can certify nothing: \(error)",
          at: SourceLocation(file: system.file),
          hint: "put the authority's own certificate under `authority:`")
      }
    }
  }
}
