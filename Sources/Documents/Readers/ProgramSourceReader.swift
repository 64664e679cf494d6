import Model

enum ProgramSourceKeys: String, CaseIterable {
  case type, command
}

/// What can be asked for a fact that nothing in the repository says.
enum ProgramSourceType: String, CaseIterable {
  case exec
}

extension Field {
  /// `{type: exec, command: […]}`, under the name `whole`.
  func programSource(_ whole: String, _ findings: inout Findings) -> [String]? {
    guard let fields = Fields<ProgramSourceKeys>(element, of: whole, &findings) else { return nil }
    let type = fields.required(.type, example: "exec", &findings)?
      .choice(ProgramSourceType.self, &findings)
    let command = fields.required(
      .command, example: "[/usr/local/bin/<program>]", &findings)?.program(&findings)
    return type == nil ? nil : command
  }
}
