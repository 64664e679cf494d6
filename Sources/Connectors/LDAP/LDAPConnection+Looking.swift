package import Model

extension LDAPConnection {
  /// A group by what it is called now, and what it may hold for the subject of an order.
  struct Place {
    let group: String
    let values: [String]
  }

  /// The parts of an identifier: the group, whom its value points to, and the value as it was given.
  private enum Part {
    static let group = "group"
    static let member = "member"
    static let value = "value"
  }

  private var attribute: String { connector.attribute.rawValue }

  /// Where the access of `order` may be: in the group that it was given in, whatever that is called by now, and in
  /// the one that has its name, unless that is another grant's.
  func places(of order: AccessOrder) async throws(TargetTrouble) -> [Place] {
    let values = try await values(of: order)
    return try await groups(of: order).all.map { Place(group: $0.name, values: values) }
  }

  package func look(
    for orders: [AccessOrder]
  ) async -> Result<[GrantID: Sighting], TargetTrouble> {
    var known = KnownGroups()
    return await orders.sightings(
      gift: { order throws(TargetTrouble) in try await gift(of: order, &known) },
      rest: { order throws(TargetTrouble) in try await rest(of: order, &known) })
  }

  /// Whether what was to be given is there, and what the directory calls it for ever.
  private func gift(
    of order: AccessOrder, _ known: inout KnownGroups
  ) async throws(TargetTrouble) -> Sighting {
    let value = connector.user.name(of: order.grant.subject)
    guard let group = try await known.group(order.target, self) else { return .gone }
    guard group[attribute].contains(where: { isSame($0, value) }) else { return .gone }
    guard let id = group[LDAPClient.lastingName].first else { return .there(.named(order.target)) }
    var parts = [Part.group: id, Part.value: value]
    parts[Part.member] = try await member(value)?[LDAPClient.lastingName].first
    return .there(TargetIdentifier(parts))
  }

  /// Whether what was to be taken away is still there.
  private func rest(
    of order: AccessOrder, _ known: inout KnownGroups
  ) async throws(TargetTrouble) -> Sighting {
    let found = try await groups(of: order, &known)
    let values = try await values(of: order)
    let holds = found.all.contains { group in
      group[attribute].contains { held in values.contains { isSame($0, held) } }
    }
    if holds { return .there(nil) }
    guard let group = found.given else {
      return .unclear(
        "finds no group `\(order.target)`"
          + (order.identifier?[Part.group].map { " and no entry \($0)" } ?? "")
          + ", as far as this runner may see: it may have been moved where it may not")
    }
    // Somebody whose entry is gone may be held under a name that this runner may not see.
    guard let id = order.identifier?[Part.member],
      try await client.entry(lasting: id, [LDAPClient.lastingName]) == nil
    else { return .gone }
    guard try await resolves(group) else {
      return .unclear(
        "finds no entry \(id), whose access it was, and the group has members that this runner may not see"
      )
    }
    return .gone
  }

  /// Values of a group that are looked up to know whom they mean.
  private static let mostResolved = 200

  /// Whether this runner can see everybody whom `group` holds.
  private func resolves(_ group: LDIF.Entry) async throws(TargetTrouble) -> Bool {
    let values = group[attribute]
    guard connector.attribute.holdsNames else { return true }
    guard values.count <= Self.mostResolved else { return false }
    for value in values {
      guard try await client.entry(value, [LDAPClient.lastingName]) != nil else { return false }
    }
    return true
  }

  /// The entry that a group's `value` points to; nil where there is none, or more than one.
  private func member(_ value: String) async throws(TargetTrouble) -> LDIF.Entry? {
    let attributes = [LDAPClient.lastingName]
    if connector.attribute.holdsNames { return try await client.entry(value, attributes) }
    let accounts = try await client.entries(
      where: "(&(objectClass=posixAccount)(uid=\(LDAPClient.escaped(value))))", attributes)
    return accounts.count == 1 ? accounts[0] : nil
  }

  /// What a group may hold for the subject of `order`: what was given, and what that is called by now.
  private func values(of order: AccessOrder) async throws(TargetTrouble) -> [String] {
    let given = order.identifier?[Part.value] ?? connector.user.name(of: order.grant.subject)
    guard let id = order.identifier?[Part.member] else { return [given] }
    let names = connector.attribute.holdsNames
    if names,
      try await client.entry(given, [LDAPClient.lastingName])?[LDAPClient.lastingName] == [id]
    {
      return [given]
    }
    let found = try await client.entry(
      lasting: id, [LDAPClient.lastingName] + (names ? [] : ["uid"]))
    let now = names ? (found.map { [$0.name] } ?? []) : found?["uid"] ?? []
    return [given] + now.filter { !isSame($0, given) }
  }

  /// The group that the access of an order was given in, and all that it may be in.
  private struct Groups {
    var given: LDIF.Entry?
    var all: [LDIF.Entry] = []
  }

  private func groups(of order: AccessOrder) async throws(TargetTrouble) -> Groups {
    var known = KnownGroups(attributes: [LDAPClient.lastingName])
    let groups = try await groups(of: order, &known)
    if groups.all.isEmpty, order.identifier?[Part.group] == nil {
      throw .failed("the directory has no entry \(order.target), as far as this runner may see")
    }
    return groups
  }

  private func groups(
    of order: AccessOrder, _ known: inout KnownGroups
  ) async throws(TargetTrouble) -> Groups {
    let named = try await known.group(order.target, self)
    guard let id = order.identifier?[Part.group] else {
      return Groups(given: named, all: named.map { [$0] } ?? [])
    }
    if named?[LDAPClient.lastingName] == [id] {
      return Groups(given: named, all: named.map { [$0] } ?? [])
    }
    let given = try await known.group(lasting: id, self)
    let namesakes = order.sharesName ? [] : [named].compactMap(\.self)
    return Groups(given: given, all: [given].compactMap(\.self) + namesakes)
  }

  /// Groups that were read once for all orders that are about them.
  private struct KnownGroups {
    var attributes: [String]?
    private var named = ReadOnce<LDIF.Entry>()
    private var lasting = ReadOnce<LDIF.Entry>()

    init(attributes: [String]? = nil) { self.attributes = attributes }

    mutating func group(
      _ name: String, _ directory: LDAPConnection
    ) async throws(TargetTrouble) -> LDIF.Entry? {
      let wanted = wanted(directory)
      return try await named.value(name) { () throws(TargetTrouble) in
        try await directory.client.entry(name, wanted)
      }
    }

    mutating func group(
      lasting id: String, _ directory: LDAPConnection
    ) async throws(TargetTrouble) -> LDIF.Entry? {
      let wanted = wanted(directory)
      return try await lasting.value(id) { () throws(TargetTrouble) in
        try await directory.client.entry(lasting: id, wanted)
      }
    }

    private func wanted(_ directory: LDAPConnection) -> [String] {
      attributes ?? [directory.attribute, LDAPClient.lastingName]
    }
  }
}
