import FoundationEssentials
import Model

/// What a server is asked of one order, as the scripts read it.
///
/// All that comes from policy or the server is text in JSON, which reaches the server as one of psql's variables.
struct PostgresQuestion: Encodable {
  let n: Int
  let role: String
  let login: String
  let mark: String
  let byName: Bool
  let server: String?
  let roleOID: String?
  let loginOID: String?
  let grantorOID: String?

  private enum CodingKeys: String, CodingKey {
    case n, role, login, mark, server
    case byName = "by_name"
    case roleOID = "role_oid"
    case loginOID = "login_oid"
    case grantorOID = "grantor_oid"
  }

  /// - Parameter login: What the subject's login was called when the access was given.
  init(_ order: AccessOrder, login: String, number: Int = 0) {
    n = number
    role = order.target
    self.login = login
    mark = PostgresConnection.mark(order.grant.subject)
    byName = !order.sharesName
    server = order.identifier?["server"]
    roleOID = order.identifier?["role"]
    loginOID = order.identifier?["login"]
    grantorOID = order.identifier?["grantor"]
  }

  static func json(_ questions: [PostgresQuestion]) throws(TargetTrouble) -> String {
    do {
      return String(decoding: try JSONEncoder().encode(questions), as: UTF8.self)
    } catch {
      throw .nonsense("the question cannot be written: \(error)")
    }
  }
}

/// What a server says of one order.
struct PostgresSighting: Decodable {
  let n: Int
  /// Whether it is the server that the oids of the order are of; absent where the order has none.
  let same: Bool?
  /// Whether the login has the role, by whosever hand.
  let there: Bool
  /// Whether this runner gave it.
  let mine: Bool
  let server: String
  let role: String?
  let login: String?
  let grantor: String?
  let knowsRole: Bool
  let knowsLogin: Bool
  /// Logins that this runner has given something that may be what the order is about, under another name.
  let unexplained: [String]

  private enum CodingKeys: String, CodingKey {
    case n, same, there, mine, server, role, login, grantor, unexplained
    case knowsRole = "knows_role"
    case knowsLogin = "knows_login"
  }

  func sighting(
    of order: AccessOrder, makesLogins: Bool, isSubjects: (String) -> Bool
  ) -> Sighting {
    if order.deed == .give ? mine : there { return .there(identifier) }
    switch same {
    case true?: return .gone
    case false?:
      return .unclear(
        "asks another server than the one that the access was given on, which had the number "
          + "\(order.identifier?["server"] ?? ""): what became of it there is not known here")
    case nil:
      guard order.deed == .take, let suspect = suspect(makesLogins, isSubjects) else {
        return .gone
      }
      return .unclear(
        "finds no \(knowsRole ? "login" : "role") of that name, and has given `\(suspect.prefix(100))` something "
          + "that may be this under another")
    }
  }

  /// Who may have the access under another name: nothing says what it is called.
  private func suspect(_ makesLogins: Bool, _ isSubjects: (String) -> Bool) -> String? {
    guard !knowsRole || !knowsLogin else { return nil }
    // Where the role is there, a login that is called as another subject's is theirs, unless it says whose it was.
    return unexplained.sorted().first { !knowsRole || makesLogins || !isSubjects($0) }
  }

  private var identifier: TargetIdentifier? {
    guard let role, let login, let grantor else { return nil }
    return TargetIdentifier(["server": server, "role": role, "login": login, "grantor": grantor])
  }
}
