internal import Model

/// What `[a-z0-9][a-z0-9._-]*` and the limit on ids come to.
private let name = "[a-z0-9][a-z0-9._-]{0,\(Limits.identifier - 1)}"

extension FieldSchema {
  /// A plain name, such as an id.
  static let plainName = FieldSchema.text(pattern: "^\(name)$", limit: nil)

  /// A mapping of plain names to values of one kind, with one entry at least.
  static func named(_ values: FieldSchema) -> FieldSchema {
    .mapping(names: plainName, values: values, mayBeEmpty: false)
  }

  /// `group:dba` or `person:priya.nair`.
  static let owner = FieldSchema.text(pattern: "^(group|person):\(name)$", limit: nil)

  /// `<system>/<entitlement>`.
  static let entitlementName = FieldSchema.text(pattern: "^\(name)/\(name)$", limit: nil)

  /// An `eligible` list.
  static let eligible = FieldSchema.list(
    of: .text(
      pattern: "^(class:(\(alternatives(PersonClass.self)))|(group|person|workload):\(name))$",
      limit: nil),
    mayBeEmpty: false, isDistinct: true)

  /// One line of text that is not blank.
  static func line(_ limit: Int) -> FieldSchema {
    .text(pattern: #"^[^\n]*[^ \n][^\n]*$"#, limit: limit)
  }

  /// A list of lines, each once.
  static let lines = FieldSchema.list(of: .line(Limits.name), mayBeEmpty: true, isDistinct: true)

  /// Text over any number of lines that is not blank.
  static let prose = FieldSchema.text(pattern: #"[^ \n]"#, limit: Limits.prose)

  static let ticket = FieldSchema.text(
    pattern: #"^[^ \n]([^\n]*[^ \n])?$"#, limit: Limits.ticket)

  /// A regular expression without blanks; the reader takes fewer still.
  static let ticketPattern = FieldSchema.text(pattern: "^[!-~]+$", limit: Limits.pattern)

  /// RFC 3339 with `Z`; only leap years are left to the reader.
  static let instant = FieldSchema.text(
    pattern:
      "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
      + "|02-(0[1-9]|1[0-9]|2[0-9]))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$", limit: nil)

  /// `30m`, `8h`, `5d` or ISO 8601; more than one of the units up to days, and 3,660 days at most, is
  /// left to the reader.
  static let duration = FieldSchema.text(
    pattern:
      "^(?=.*[1-9])([0-9]+[mhd]|P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)$",
    limit: nil)

  /// A part of a whole, `25%` or `0.25`.
  static let share = FieldSchema.text(
    pattern: #"^((0|[1-9][0-9]?|100)%|0\.[0-9]{1,4}|1\.0{1,4})$"#, limit: nil)

  /// The id of a grant.
  static let grantID = FieldSchema.text(pattern: "^g-[0-9a-f]{32}$", limit: nil)

  /// An address, of whatever script.
  static let email = FieldSchema.text(
    pattern: #"^[^\u0000-\u0020\u007F-\u00A0<>@]+@[^\u0000-\u0020\u007F-\u00A0<>@]+$"#,
    limit: Limits.email)

  static let sshKey = FieldSchema.text(pattern: sshKeyPattern, limit: Limits.key)

  private static let sshKeyPattern =
    "^(\(SSHKeyType.allCases.map(\.pattern).joined(separator: "|"))) "
    + #"[A-Za-z0-9+/]+={0,2}( [^\n]*)?$"#

  /// A block of text armour with `label`; what it holds is left to the reader.
  static func pem(_ label: String) -> FieldSchema {
    .text(pattern: pemPattern(label), limit: Limits.pem)
  }

  /// The authority of a connector: an SSH key or a certificate.
  static let authority = FieldSchema.text(
    pattern: "\(sshKeyPattern)|\(pemPattern("CERTIFICATE"))", limit: Limits.pem)

  private static func pemPattern(_ label: String) -> String {
    #"^-----BEGIN \#(label)-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END \#(label)-----\n?$"#
  }

  /// A path below `policies/`.
  static let certificate = FieldSchema.text(
    pattern: #"^keys/[a-z0-9][a-z0-9._-]*\.asc$"#, limit: 2 * Limits.identifier)

  static let branch = FieldSchema.text(
    pattern: #"^(?!refs(/|$))(?!.*\.\.)(?!.*(\.|\.lock)(/|$))"#
      + "[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$", limit: Limits.identifier)

  /// A URL or path without a password.
  static let repositoryAddress = FieldSchema.text(
    pattern: "^(?![^/]*:/+[^/]*:[^/]*@)[!-,.-~][!-~]*$", limit: Limits.location)

  static let pathPattern = FieldSchema.text(
    pattern: #"^(?!/)(?!.*//)(?!.*/$)(?!(.*/)?\.{1,2}(/|$))(?!.*[^/]\*\*)(?!.*\*\*[^/])[^\n]+$"#,
    limit: Limits.location)

  static func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> FieldSchema
  where Word.RawValue == String {
    .choice(Word.allCases.map(\.rawValue))
  }

  /// A list of one word or more, each once.
  static func words<Word: RawRepresentable & CaseIterable>(of type: Word.Type) -> FieldSchema
  where Word.RawValue == String {
    .list(of: .word(type), mayBeEmpty: false, isDistinct: true)
  }

  /// A list of plain names, each once.
  static func names(mayBeEmpty: Bool = false) -> FieldSchema {
    .list(of: .plainName, mayBeEmpty: mayBeEmpty, isDistinct: true)
  }

  /// A list of lines of approvals.
  static func approvals(_ scope: Field.ApproverScope, mayBeEmpty: Bool = false) -> FieldSchema {
    let from =
      switch scope {
      case .request: "^(owner|sponsor|(group|person):\(name))$"
      case .governance: "^(group|person):\(name)$"
      // That all paths of the line are people's is left to the reader.
      case .peopleGovernance: "^(sponsor|(group|person):\(name))$"
      }
    return .list(
      of: .object(
        ObjectSchema(ApprovalLineKey.self) { key in
          switch key {
          case .count:
            .required(.integer(1...Limits.approvers), "So many different people.")
          case .from:
            .required(
              .list(of: .text(pattern: from, limit: nil), mayBeEmpty: false, isDistinct: true),
              "Whose approvals count.")
          }
        }), mayBeEmpty: mayBeEmpty, isDistinct: false)
  }

  /// An identity's keys.
  static func keys(mayBeEmpty: Bool) -> FieldSchema {
    .list(of: .object(key), mayBeEmpty: mayBeEmpty, isDistinct: false)
  }

  private static let key = ObjectSchema(PolicyKeyField.self, [.oneOf(["ssh", "openpgp"])]) { key in
    switch key {
    case .ssh: .optional(.sshKey, "The line of the `.pub` file.")
    case .openpgp: .optional(.certificate, "The path of a certificate below `policies/`.")
    case .retired:
      .optional(.instant, "What the processor saw before then stands; from then on it counts not.")
    case .compromised: .optional(.instant, "Everything that the key ever approved is void.")
    }
  }
}

private func alternatives<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> String
where Word.RawValue == String {
  Word.allCases.map(\.rawValue).joined(separator: "|")
}

extension SSHKeyType {
  /// The name as a regular expression.
  fileprivate var pattern: String {
    rawValue.split(separator: ".").joined(separator: #"\."#)
  }
}

extension FieldSchema {
  /// A name in a certificate: visible ASCII in which `$` only begins `$subject`.
  static func certifiedName(_ limit: Int) -> FieldSchema {
    .text(pattern: #"^([!-#%-~]|\$subject)+$"#, limit: limit)
  }

  /// Names of the form `pattern` in certificates.
  static func certifiedNames(_ pattern: String) -> FieldSchema {
    .list(
      of: .text(
        pattern: #"^(?=([!-#%-~]|\$subject)+$)"# + "\(pattern)$", limit: Limits.email),
      mayBeEmpty: false, isDistinct: true)
  }
}
