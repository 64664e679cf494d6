import Model

/// What the owner of a certificate says of a key or user id in it, and how far that is to be believed.
///
/// Only what is *firm* binds something or prolongs it. Everything else that somebody might believe can still end it:
/// a digest too weak to bind is strong enough to end (DESIGN section 4).
struct OpenPGPStatement: Sendable {
  /// How sure it is that the owner made it.
  enum Trust: Int, Comparable, Sendable {
    /// It says so, and nobody here can tell: another hash or version, or something in it that readers take differently.
    case claimed
    /// It verifies, by SHA-1.
    case weak
    /// It verifies, by a hash that counts, and every reader takes it in the same way.
    case firm

    static func < (one: Trust, other: Trust) -> Bool { one.rawValue < other.rawValue }
  }

  let trust: Trust
  /// Whether it, or the consent in it, is made with MD5, SHA-1 or RIPEMD-160.
  let isWeak: Bool
  let isRevocation: Bool
  /// Seconds since 1970.
  let created: Int64
  /// When it stops counting itself; with several entries readers differ.
  let ownEnds: [Int64?]
  /// When the key that it is about ends; with several entries readers differ.
  let ends: [Int64?]
  /// Whether that key signs; with several entries readers differ.
  let signing: [Bool?]
  /// How sure the subkey's own consent is; nil for none.
  let consent: Trust?

  /// What `signature` says of `component`; nil where `primary` did not make it.
  ///
  /// - Parameter isAstray: Whether it stands behind something else, where not every reader finds it.
  init?(
    _ signature: OpenPGPSelfSignature, of component: OpenPGPComponent,
    by primary: OpenPGPPublicKey, isAstray: Bool = false
  ) {
    let subject = component.subject
    guard let topic = signature.topic,
      let trust = Self.trust(in: signature, of: subject, by: primary)
    else { return nil }
    created = signature.created
    ownEnds = signature.ownEnds
    ends = signature.ends(ofKeyMade: (component.subkey ?? primary).created.seconds)
    signing = signature.signing
    self.trust = isAstray ? .claimed : trust
    isRevocation = topic == .revocation
    var hashes = [signature.hash]
    if let subkey = component.subkey {
      let consents = signature.newestConsents
      hashes += consents.map(\.hash)
      let trusts = consents.map { Self.trust(in: $0, of: subject, by: subkey, isEmbedded: true) }
      consent = trusts.contains(nil) ? nil : trusts.compactMap(\.self).min()
    } else {
      consent = nil
    }
    isWeak = hashes.contains { OpenPGPHash(rawValue: $0)?.weakName != nil }
  }

  /// How sure it is that `key` made `signature` about `subject`; nil where it did not.
  private static func trust(
    in signature: OpenPGPSelfSignature, of subject: OpenPGPSubject, by key: OpenPGPPublicKey,
    isEmbedded: Bool = false
  ) -> Trust? {
    // gpg takes nothing that a key signed before it was made.
    guard let content = subject.content(type: signature.type),
      signature.created >= key.created.seconds
    else { return nil }
    guard let proof = signature.proof else { return .claimed }
    let hash = OpenPGPHash(rawValue: signature.hash)
    var isTrue: Bool?
    do throws(OpenPGPError) {
      isTrue = try key.accepts(proof, hash: hash, over: content)
    } catch {
      isTrue = nil
    }
    if isTrue == nil, case .librnp = key.material, hash?.weakName == nil {
      // Of a consent librnp's own judgement of the subkey tells.
      isTrue = isEmbedded || RNPCertificate.holds(signature, of: subject)
    }
    guard let isTrue else { return .claimed }
    guard isTrue else { return nil }
    guard signature.isPlain, isEmbedded || signature.names(key), let hash else { return .claimed }
    if hash.weakName != nil { return .weak }
    return key.weakness(of: hash) == nil ? .firm : .claimed
  }
}
