package import Model

extension SignerList: Report {
  /// An allowed_signers file: a line for each key of each active identity.
  package func text(_ style: Style) -> String {
    var text = ""
    for entry in entries {
      if entry.isTrusted {
        text += entry.line
      } else {
        let why = entry.isCompromised ? "a compromised key" : entry.status.rawValue
        text += "# \(entry.identity): left out, \(why)\n"
      }
    }
    return text
  }

  /// A list of the compromised keys, as `gpg.ssh.revocationFile` takes it.
  package var revoked: String {
    entries.filter(\.isCompromised).map { "# \($0.identity)\n\($0.key)\n" }.joined()
  }

  package var json: JSONValue {
    JSONValue(entries) { entry in
      JSONValue(present: [
        "identity": JSONValue(text: entry.identity), "status": .string(entry.status.rawValue),
        "principals": JSONValue(entry.principals) { .string($0) }, "key": .string(entry.key),
        "retired": entry.retired.map { JSONValue(text: $0) },
        "compromised": .bool(entry.isCompromised),
      ])
    }
  }
}

extension SignerList.Entry {
  /// The identity's id first: it is the name that git shows.
  ///
  /// Addresses that would be patterns, or break the line, are left out.
  fileprivate var principals: [String] {
    [identity.description]
      + emails.filter { $0.utf8.allSatisfy { !"*?!,\"# \t".utf8.contains($0) } }
  }

  fileprivate var line: String {
    var options = ["namespaces=\"git\""]
    if let retired { options.append("valid-before=\"\(lastSecond(before: retired))\"") }
    return "\(principals.joined(separator: ",")) \(options.joined(separator: ",")) \(key)\n"
  }

  /// OpenSSH's `valid-before` counts the second itself in, a retirement does not.
  private func lastSecond(before instant: Instant) -> String {
    instant.advanced(by: .seconds(-1)).description.filter { $0.isNumber } + "Z"
  }
}
