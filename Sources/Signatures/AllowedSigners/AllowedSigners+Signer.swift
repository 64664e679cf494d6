/// Whom an allowed_signers file takes the maker of a good signature for.
package enum AllowedSignerVerdict: Sendable, Hashable {
  /// It may sign; `principal` is the name that git shows.
  case allowed(principal: [UInt8])
  /// No line names the key, or for a certificate none of its names.
  case unknownKey
  /// Lines name the key, and none of them counts at that time: expired, or not yet valid.
  case expiredKey
  case revokedKey
  /// A line names the key, and none lets it sign in this namespace.
  case notPermitted
}

extension AllowedSigners {
  /// Who made `signature`, which was found good before.
  ///
  /// - Parameter time: Seconds since 1970 that `valid-after`, `valid-before` and the validity of
  ///   certificates are held against. Git takes the committer's date, which its maker can choose; nothing
  ///   that decides about access may do so (DESIGN section 4).
  package func signer(
    of signature: SSHSignature, at time: Int64, revoked: RevokedKeys
  ) -> AllowedSignerVerdict {
    let lines = candidates(for: signature)
    guard let principals = principals(in: lines, signature.certificate, at: time) else {
      let isKnown = lines.contains { $0.names(signature.certificate) }
      return isKnown ? .expiredKey : .unknownKey
    }
    if revoked.contains(signature.claimedKey, certificate: signature.certificate) {
      return .revokedKey
    }
    for principal in principals {
      let isAllowed = lines.contains {
        $0.allows(principal, signature.certificate, in: signature.namespace[...], at: time)
      }
      if isAllowed { return .allowed(principal: Array(principal)) }
    }
    return .notPermitted
  }

  /// What `ssh-keygen -Y find-principals` prints: the names of the first line that counts.
  private func principals(
    in lines: [AllowedSigner], _ certificate: SSHCertificate?, at time: Int64
  ) -> [ArraySlice<UInt8>]? {
    for line in lines where line.options.isValid(at: time) {
      let found = line.principals(certificate, at: time)
      if !found.isEmpty { return found }
    }
    return nil
  }
}

extension AllowedSigner {
  /// The names for which the line may stand: its own patterns, or of a certificate those that they match.
  fileprivate func principals(
    _ certificate: SSHCertificate?, at time: Int64
  ) -> [ArraySlice<UInt8>] {
    // As in OpenSSH an empty pattern ends the list.
    let patterns = principals.split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false
    ).prefix { !$0.isEmpty }
    guard let certificate, options.isAuthority else { return Array(patterns) }
    guard certificate.isValid(at: time) else { return [] }
    return patterns.flatMap { pattern in
      certificate.principals.map { $0[...] }.filter { PatternList.matches($0, pattern) }
    }
  }

  /// Whether the line is about the key or, for an authority, about a name in the certificate, whatever
  /// the time.
  fileprivate func names(_ certificate: SSHCertificate?) -> Bool {
    guard let certificate, options.isAuthority else { return true }
    return certificate.isForUser
      && certificate.principals.contains { PatternList.contains($0[...], in: principals[...]) }
  }

  /// What `ssh-keygen -Y verify -I principal` asks of a line whose key is the right one.
  fileprivate func allows(
    _ principal: ArraySlice<UInt8>, _ certificate: SSHCertificate?,
    in namespace: ArraySlice<UInt8>, at time: Int64
  ) -> Bool {
    guard PatternList.contains(principal, in: principals[...]), options.allows(namespace),
      options.isValid(at: time)
    else { return false }
    guard let certificate, options.isAuthority else { return true }
    return certificate.isValid(at: time)
      && certificate.principals.contains { principal.elementsEqual($0) }
  }
}
