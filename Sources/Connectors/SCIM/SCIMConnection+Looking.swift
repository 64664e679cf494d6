package import Model

extension SCIMConnection {
  /// A group by its id, and the ids by which it may hold the subject of an order.
  struct Place {
    let group: SCIMGroup
    let members: [String]
  }

  /// The parts of an identifier: the ids of the group and of its member.
  private enum Part {
    static let group = "group"
    static let member = "member"
  }

  // MARK: By name

  /// The group called `name`, whole; nil where there is none, as far as this runner may see.
  func group(_ name: String) async throws(TargetTrouble) -> SCIMGroup? {
    // Members are asked for where the group is known.
    let named = try await client.resources(
      SCIMGroup.self, where: .equal("displayName", name), without: "members")
    let found = named.filter { $0.displayName.utf8.elementsEqual(name.utf8) }
    guard found.count < 2 else {
      throw .unclear("finds \(found.count) groups called `\(name)`, and cannot tell which is meant")
    }
    guard let id = found.first?.id else { return nil }
    return try await client.resource(SCIMGroup.self, id)
  }

  /// The user called `name`, in small or large letters; nil where there is none, as far as this runner may see.
  func user(_ name: String) async throws(TargetTrouble) -> SCIMUser? {
    let folded = lowerCasedASCII(name.utf8)
    let found = try await client.resources(SCIMUser.self, where: .equal("userName", name))
      .filter { lowerCasedASCII($0.userName.utf8).utf8.elementsEqual(folded.utf8) }
    guard found.count < 2 else {
      throw .unclear("finds \(found.count) users called `\(name)`, and cannot tell who is meant")
    }
    return found.first
  }

  // MARK: By what was given

  /// Where the access of `order` may be: in the group that it was given in, whatever that is called by now, and in
  /// the one that has its name, unless that is another grant's.
  func places(of order: AccessOrder) async throws(TargetTrouble) -> [Place] {
    var known = Known()
    let groups = try await groups(of: order, &known)
    if groups.all.isEmpty, order.identifier?[Part.group] == nil { throw Self.noGroup(order.target) }
    let members = try await members(of: order, &known)
    return groups.all.map { Place(group: $0, members: members) }
  }

  package func look(
    for orders: [AccessOrder]
  ) async -> Result<[GrantID: Sighting], TargetTrouble> {
    var known = Known()
    return await orders.sightings(
      gift: { order throws(TargetTrouble) in try await gift(of: order, &known) },
      rest: { order throws(TargetTrouble) in try await rest(of: order, &known) })
  }

  /// Whether what was to be given is there, and what the service calls it for ever.
  private func gift(
    of order: AccessOrder, _ known: inout Known
  ) async throws(TargetTrouble) -> Sighting {
    guard let group = try await known.group(order.target, self),
      let user = try await known.user(connector.user.name(of: order.grant.subject), self),
      !group.holding([user.id]).isEmpty
    else { return .gone }
    return .there(TargetIdentifier([Part.group: group.id, Part.member: user.id]))
  }

  /// Whether what was to be taken away is still there.
  private func rest(
    of order: AccessOrder, _ known: inout Known
  ) async throws(TargetTrouble) -> Sighting {
    let groups = try await groups(of: order, &known)
    let members = try await members(of: order, &known)
    if let holding = groups.all.first(where: { !$0.holding(members).isEmpty }) {
      // What was given without an id is known by the one it is found by.
      return .there(
        holding.holding(members).first.map {
          TargetIdentifier([Part.group: holding.id, Part.member: $0])
        })
    }
    guard let given = groups.given else {
      return .unclear(
        "finds no group `\(order.target)`"
          + (order.identifier?[Part.group].map { " and none with the id \($0)" } ?? "")
          + ", as far as this runner may see: it may be where it may not")
    }
    // A service that says so of its users too says it of the same membership.
    for id in members {
      let user = try await known.user(id: id, self)
      let isIn = user?.groups?.contains { membership in
        membership.value.utf8.elementsEqual(given.id.utf8)
          && membership.type.map { lowerCasedASCII($0.utf8) } != "indirect"
      }
      if isIn == true {
        return .unclear(
          "finds a group that does not list \(id), and a user \(id) who is in it: one of them is behind"
        )
      }
    }
    return .gone
  }

  /// By which ids a group may hold the subject of `order`: the one that was given, and whoever has the name now.
  private func members(
    of order: AccessOrder, _ known: inout Known
  ) async throws(TargetTrouble) -> [String] {
    let given = order.identifier?[Part.member]
    if given != nil, order.sharesName { return [given].compactMap(\.self) }
    let named = try await known.user(connector.user.name(of: order.grant.subject), self)?.id
    guard let given else { return [named].compactMap(\.self) }
    return [given] + [named].compactMap(\.self).filter { !$0.utf8.elementsEqual(given.utf8) }
  }

  /// The group that the access of an order was given in, and all that it may be in.
  private struct Groups {
    var given: SCIMGroup?
    var all: [SCIMGroup] = []
  }

  private func groups(
    of order: AccessOrder, _ known: inout Known
  ) async throws(TargetTrouble) -> Groups {
    guard let id = order.identifier?[Part.group] else {
      let named = try await known.group(order.target, self)
      return Groups(given: named, all: [named].compactMap(\.self))
    }
    let given = try await known.group(id: id, self)
    if order.sharesName { return Groups(given: given, all: [given].compactMap(\.self)) }
    let named = try await known.group(order.target, self)
    let namesake = named.flatMap { $0.id.utf8.elementsEqual(id.utf8) ? nil : $0 }
    return Groups(given: given, all: [given, namesake].compactMap(\.self))
  }

  /// What was read once for all orders that are about it.
  private struct Known {
    private var groupsByName = ReadOnce<SCIMGroup>()
    private var groupsByID = ReadOnce<SCIMGroup>()
    private var usersByName = ReadOnce<SCIMUser>()
    private var usersByID = ReadOnce<SCIMUser>()

    mutating func group(
      _ name: String, _ service: SCIMConnection
    ) async throws(TargetTrouble) -> SCIMGroup? {
      try await groupsByName.value(name) { () throws(TargetTrouble) in
        try await service.group(name)
      }
    }

    mutating func group(
      id: String, _ service: SCIMConnection
    ) async throws(TargetTrouble) -> SCIMGroup? {
      try await groupsByID.value(id) { () throws(TargetTrouble) in
        try await service.client.resource(SCIMGroup.self, id)
      }
    }

    mutating func user(
      _ name: String, _ service: SCIMConnection
    ) async throws(TargetTrouble) -> SCIMUser? {
      try await usersByName.value(name) { () throws(TargetTrouble) in
        try await service.user(name)
      }
    }

    mutating func user(
      id: String, _ service: SCIMConnection
    ) async throws(TargetTrouble) -> SCIMUser? {
      try await usersByID.value(id) { () throws(TargetTrouble) in
        try await service.client.resource(SCIMUser.self, id)
      }
    }
  }
}
