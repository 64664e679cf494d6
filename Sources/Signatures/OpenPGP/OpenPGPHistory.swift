import Model

/// Everything that the owner of a certificate says about its keys and user ids, verified once.
struct OpenPGPHistory: Sendable {
  /// The statements about the primary key itself.
  private(set) var direct: [OpenPGPStatement] = []
  /// Those about each user id and attribute; of one that stands there twice together, as gpg merges them.
  private(set) var users: [[OpenPGPStatement]] = []
  /// Those about each subkey, by fingerprint.
  private(set) var subkeys: [String: [OpenPGPStatement]] = [:]

  /// The most signatures that are tried, of all that say they are the owner's.
  ///
  /// A certificate in use has a few dozen; each trial costs about 0.1 ms.
  static let mostTrials = 4096

  /// The history of the certificate that `components` are, of which the first is the primary key; nil where it has
  /// more signatures than are looked at.
  init?(of primary: OpenPGPPublicKey, _ components: [OpenPGPComponent]) {
    var statements = [[OpenPGPStatement]](repeating: [], count: components.count)
    var astray: [OpenPGPSelfSignature] = []
    var trials = 0
    for (place, component) in components.enumerated() {
      for packet in component.signatures {
        guard let signature = OpenPGPSelfSignature(packet), signature.claims(primary) else {
          continue
        }
        trials += 1
        guard trials <= Self.mostTrials else { return nil }
        if let statement = OpenPGPStatement(signature, of: component, by: primary) {
          statements[place].append(statement)
        } else if signature.topic != nil {
          astray.append(signature)
        }
      }
    }
    // gpg looks for what a signature is about that does not fit what it stands behind.
    guard trials + astray.count * components.count <= Self.mostTrials else { return nil }
    for signature in astray {
      for (place, component) in components.enumerated() {
        let statement = OpenPGPStatement(signature, of: component, by: primary, isAstray: true)
        if let statement { statements[place].append(statement) }
      }
    }
    file(statements, of: components)
  }

  private mutating func file(
    _ statements: [[OpenPGPStatement]], of components: [OpenPGPComponent]
  ) {
    var places: [[UInt8]: Int] = [:]
    for (component, statements) in zip(components, statements) {
      if let key = component.subkey {
        subkeys[key.name, default: []] += statements
      } else if let packet = component.subject.packet {
        // Two packets may write the length of one user id differently.
        let name = [packet.tag] + packet.body
        if let place = places[name] {
          users[place] += statements
        } else {
          places[name] = users.count
          users.append(statements)
        }
      } else {
        direct += statements
      }
    }
  }
}

/// The primary key, a user id, an attribute or a subkey, with the signatures that stand behind it.
struct OpenPGPComponent: Sendable {
  let subject: OpenPGPSubject
  /// The key, where it is a subkey.
  let subkey: OpenPGPPublicKey?
  var signatures: [OpenPGPPacket] = []
}
