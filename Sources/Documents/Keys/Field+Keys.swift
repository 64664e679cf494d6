import Model

enum PolicyKeyField: String, CaseIterable {
  case ssh, openpgp, retired, compromised
}

extension Field {
  /// The list of an identity's or a forge's keys.
  func keys(mayBeEmpty: Bool = true, _ findings: inout Findings) -> [PolicyKey] {
    list(mayBeEmpty: mayBeEmpty, &findings).compactMap { $0.policyKey(&findings) }
  }

  /// An SSH public key as `<type> <base64> [comment]`, in OpenSSH's wire form.
  func sshKey(_ findings: inout Findings) -> [UInt8]? {
    let expected = "an SSH public key such as `ssh-ed25519 AAAA…`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard text.utf8.count <= Limits.key else {
      return refuse(expected: "a key of at most \(Limits.key) bytes", &findings)
    }
    guard !text.utf8.contains(UInt8(ascii: "\n")) else {
      return refuse(expected: expected, hint: "put the key into one line", &findings)
    }
    do {
      return try readSSHKey(text)
    } catch {
      return refuse(expected: expected, hint: hint(for: error), &findings)
    }
  }

  /// What the one block of text armour with `label` holds, in DER.
  ///
  /// Whether it is a value in DER, and nothing behind it, is all that is looked at here.
  func pem(label: String, _ findings: inout Findings) -> [UInt8]? {
    let expected = "what stands from `-----BEGIN \(label)-----` to `-----END \(label)-----`"
    let hint = "write `\(name): |` and, indented below it, all lines of the file"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard text.utf8.count <= Limits.pem else {
      return refuse(expected: "a block of at most \(Limits.pem) bytes", &findings)
    }
    guard let bytes = PEM.decode(Array(text.utf8), label: label), isOneSequence(bytes) else {
      return refuse(expected: expected, hint: hint, &findings)
    }
    return bytes
  }

  private func policyKey(_ findings: inout Findings) -> PolicyKey? {
    guard let fields = Fields<PolicyKeyField>(element, of: "an entry of `keys`", &findings) else {
      return nil
    }
    let retired = fields.optional(.retired, &findings)?.instant(&findings)
    let compromised = fields.optional(.compromised, &findings)?.instant(&findings)
    let material: PolicyKey.Material?
    switch (fields.has(.ssh), fields.has(.openpgp)) {
    case (true, false):
      material = fields.optional(.ssh, &findings)?.sshKey(&findings).map {
        .ssh(wireFormat: $0)
      }
    case (false, true):
      material = fields.optional(.openpgp, &findings)?.certificatePath(&findings).map {
        .openPGP(certificate: $0)
      }
    case (true, true):
      findings.fault(
        "an entry of `keys` has either `ssh` or `openpgp`, not both", at: mark,
        hint: "make two entries of them")
      return nil
    case (false, false):
      findings.fault(
        "`ssh` or `openpgp` is missing from an entry of `keys`", at: mark,
        hint: "add `ssh: ssh-ed25519 AAAA…` or `openpgp: keys/<name>.asc`")
      return nil
    }
    guard let material else { return nil }
    return PolicyKey(
      material: material, retired: retired, compromised: compromised, mark: mark)
  }

  /// The path of an OpenPGP certificate below `policies/`.
  private func certificatePath(_ findings: inout Findings) -> String? {
    let expected = "a path such as `keys/ana.asc`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    let path = RepositoryPath(text)
    guard path.isPlain, path.segments.count == 2, path.isInside("keys"), text.hasSuffix(".asc"),
      text.utf8.count <= 2 * Limits.identifier
    else { return refuse(expected: expected, &findings) }
    findings.refer(.certificate, text, at: mark)
    return text
  }
}

private func hint(for fault: SSHKeyFault) -> String {
  switch fault {
  case .notAKey:
    "copy the line of the `.pub` file: the type, a blank and the key"
  case .options: "remove the options in front of the key"
  case .certificate: "name the key itself, not a certificate"
  case .obsolete: "DSA keys are not taken: make a key with `ssh-keygen -t ed25519`"
  case .unknownType(let name):
    suggestion(for: name, among: SSHKeyType.allCases.map(\.rawValue))
      ?? "the types are " + SSHKeyType.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  case .encoding: "the base64 is damaged: copy the line of the `.pub` file anew"
  case .wireFormat: "the key is damaged: copy the line of the `.pub` file anew"
  case .weak(let bits): "RSA with \(bits) bits is too weak: 2048 are the least"
  }
}

/// Whether `bytes` are one SEQUENCE of X.690 in its shortest form, as far as tag and length tell.
private func isOneSequence(_ bytes: [UInt8]) -> Bool {
  guard bytes.count >= 2, bytes[0] == 0x30 else { return false }
  let first = bytes[1]
  guard first >= 0x80 else { return bytes.count == 2 + Int(first) }
  let count = Int(first & 0x7F)
  guard (1...2).contains(count), bytes.count >= 2 + count else { return false }
  let length = bytes[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
  return length >= 0x80 && length >> (8 * (count - 1)) != 0 && bytes.count == 2 + count + length
}
