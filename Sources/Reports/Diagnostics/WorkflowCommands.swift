import Model

/// Remarks as workflow commands, which GitHub and Forgejo show beside the lines of a change.
///
/// A text from the repository never begins a command of its own (THREATS row 30): it is made harmless
/// first, and then escaped as the runner unescapes it (actions/runner, `ActionCommand`): percent signs and
/// line ends in messages, colons and commas in properties as well.
package func workflowCommands(_ diagnostics: [Diagnostic]) -> String {
  diagnostics.map { diagnostic in
    let properties: [(String, String?)] = [
      ("file", diagnostic.file), ("line", diagnostic.line?.description),
      ("col", diagnostic.column?.description), ("title", diagnostic.rule),
    ]
    let list = properties.compactMap { name, value in
      value.map { "\(name)=\(escapedProperty(shownText($0)))" }
    }
    let mend = diagnostic.hint.map { "\nmend: \(shownText($0))" } ?? ""
    let message = escapedData(shownText(diagnostic.message) + mend)
    return "::\(diagnostic.level.command) \(list.joined(separator: ","))::\(message)\n"
  }.joined()
}

/// What the runner takes back into `text` as the data of a command.
private func escapedData(_ text: String) -> String {
  escaped(text) { scalar in
    switch scalar {
    case "%": "%25"
    case "\r": "%0D"
    case "\n": "%0A"
    default: nil
    }
  }
}

/// What the runner takes back into `text` as a property of a command.
private func escapedProperty(_ text: String) -> String {
  escaped(escapedData(text)) { scalar in
    switch scalar {
    case ":": "%3A"
    case ",": "%2C"
    default: nil
    }
  }
}

private func escaped(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if let escape = escape(scalar) {
      result.append(contentsOf: escape.unicodeScalars)
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

extension DiagnosticLevel {
  /// The runner's name for it.
  fileprivate var command: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }
}
