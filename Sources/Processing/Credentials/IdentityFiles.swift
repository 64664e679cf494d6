internal import Connectors
internal import Model
internal import Signatures

/// The public keys of whoever collects a certificate, each by the file that it was found in.
struct IdentityFiles {
  private let keys: [(path: String, key: SSHPublicKey)]
  private let files: FileAccess

  /// Reads `paths`, or else the keys in `~/.ssh` of `home`.
  ///
  /// - Throws: `.wrongUsage` for a file that is none; what lies in `~/.ssh` and is none is passed over.
  init(_ paths: [String], home: String?, _ files: FileAccess) throws(ProcessingError) {
    self.files = files
    guard paths.isEmpty else {
      var keys: [(path: String, key: SSHPublicKey)] = []
      for path in paths {
        keys.append((Self.publicFile(path), try Self.publicKey(namedBy: path, files)))
      }
      self.keys = keys
      return
    }
    guard let home else {
      throw ProcessingError(
        .wrongUsage, "HOME is not set, so nobody knows where your keys are.",
        hint: "Name them: \(OptionName.identity) <file>.")
    }
    let folder = home + "/.ssh"
    var keys: [(path: String, key: SSHPublicKey)] = []
    for name in files.names(folder)
    where name.hasSuffix(".pub") && !name.hasSuffix(Self.ending) {
      let path = "\(folder)/\(name)"
      if let key = try Self.key(in: path, files) { keys.append((path, key)) }
    }
    self.keys = keys
  }

  /// The public key in the file at `path`.
  ///
  /// - Throws: `.wrongUsage` for a file that is none.
  static func publicKey(
    namedBy path: String, _ files: FileAccess
  ) throws(ProcessingError) -> SSHPublicKey {
    let name = publicFile(path)
    guard let key = try key(in: name, files) else {
      throw ProcessingError(
        .wrongUsage, "\(name) holds no SSH public key.",
        hint: "Name the .pub file; ssh-keygen -y -f <private key> prints what stands in it.")
    }
    return key
  }

  /// `ssh -i` takes the private key's name, and so may people here.
  private static func publicFile(_ path: String) -> String {
    path.hasSuffix(".pub") ? path : path + ".pub"
  }

  /// Where OpenSSH looks for the certificate of a key by itself.
  private static let ending = "-cert.pub"

  private static func key(
    in path: String, _ files: FileAccess
  ) throws(ProcessingError) -> SSHPublicKey? {
    guard let size = files.size(path), size <= 64 * 1024, let text = try files.read(path) else {
      return nil
    }
    do throws(SSHError) {
      return try SSHPublicKey(authorizedKey: text)
    } catch {
      // Keys of kinds that cannot be certified lie beside the others.
      return nil
    }
  }

  /// Writes each of `certificates` beside its key.
  ///
  /// - Throws: `.negative` where no key is here, or a certificate of another authority is in the way.
  func place(
    _ certificates: [SSHCertificate], replacingOthers: Bool
  ) throws(ProcessingError) -> [CredentialReport.File] {
    var placed: [CredentialReport.File] = []
    for certificate in certificates {
      for (path, key) in keys where key == certificate.publicKey {
        let file = path.dropLast(".pub".utf8.count) + Self.ending
        if !replacingOthers { try checkIsOurs(String(file), certificate.authority) }
        try files.write(SSHCertificates.line(of: certificate), String(file))
        placed.append(
          CredentialReport.File(path: String(file), key: key.fingerprint))
      }
    }
    guard placed.isEmpty else { return placed }
    let certified = certificates.map(\.publicKey.fingerprint).joined(separator: ", ")
    throw ProcessingError(
      .negative, "None of the \(keys.count) public keys looked at is certified: \(certified).",
      hint:
        "Name the .pub file of a key in your policies/people/ file: \(OptionName.identity) <file>.")
  }

  /// Refuses to write over what somebody else certified.
  private func checkIsOurs(
    _ path: String, _ authority: SSHPublicKey
  ) throws(ProcessingError) {
    guard let old = try files.read(path) else { return }
    do throws(CertificateFault) {
      if try SSHCertificates.certificates(in: old).first?.authority == authority { return }
    } catch {
      // It cannot be read here, so it is not ours.
    }
    throw ProcessingError(
      .negative, "\(path) is there already and is of another authority.",
      hint:
        "Move it away, or write over it: \(OptionName.force); or \(OptionName.print), and ssh -o CertificateFile=…"
    )
  }
}
