/// Everything that `policies/` says, free of faults: only such a policy can come into force.
///
/// The tables are sorted by id where order can be seen. Two indexes answer the questions that each
/// commit asks: whose key is this, whose address is this. Three more answer those of each request: which
/// groups is somebody in, which workloads do they own, what must nobody hold besides.
///
/// A class, since it is handed on with every judgement and its tables would be counted one by one each
/// time; nothing in it ever changes, so nobody can tell it from a value.
package final class Policy: Sendable {
  package let settings: Settings
  package let people: [IdentityID: Person]
  package let workloads: [IdentityID: Workload]
  package let groups: [GroupID: Group]
  package let systems: [SystemID: TargetSystem]
  /// Sorted by id.
  package let rules: [Rule]
  /// Sorted by file.
  package let tests: [PolicyTestFile]
  /// Sorted by id.
  package let forges: [Forge]
  /// The channels that are told of events, in the order of their file.
  package let webhooks: [Webhook]
  /// What the directory says of people, sorted by file.
  package let attestations: [Attestation]
  /// Whom the directory suspends or ends, with which of the two.
  package let stops: [IdentityID: IdentityStatus]
  /// The files of OpenPGP certificates, by their paths below `policies/`.
  package let certificates: [String: [UInt8]]
  /// Who vouches for workloads.
  package let issuers: [IssuerID: Issuer]
  /// The issuers' public keys, by the paths of their files below `policies/`.
  package let tokenKeys: [String: TokenKeySet]

  private let holders: [KeyIdentity: IdentityID]
  private let addresses: [String: IdentityID]
  private let memberships: [IdentityID: Set<GroupID>]
  private let ownedWorkloads: [IdentityID: [IdentityID]]
  private let keptApart: [EntitlementName: [EntitlementName]]

  /// Takes documents that have been checked against each other: `Documents` is the one caller.
  package init(
    uncheckedSettings settings: Settings, people: [Person], workloads: [Workload],
    groups: [Group], systems: [TargetSystem], rules: [Rule], tests: [PolicyTestFile],
    forges: [Forge] = [], webhooks: [Webhook] = [], attestations: [Attestation] = [],
    certificates: [String: [UInt8]] = [:], issuers: [Issuer] = [],
    tokenKeys: [String: TokenKeySet] = [:]
  ) {
    self.settings = settings
    let words = attestations.words()
    self.attestations = attestations.sorted { $0.file < $1.file }
    stops = words.compactMapValues { $0.status == .active ? nil : $0.status }
    let (workloadTable, groupTable) = (table(of: workloads, by: \.id), table(of: groups, by: \.id))
    self.workloads = workloadTable
    self.groups = groupTable
    let directoryOwner = settings.directory.flatMap { workloadTable[$0.value]?.owner }
    let barred = directoryOwner.map { answering(for: $0, groupTable) } ?? []
    self.people = table(
      of: words.isEmpty
        ? people : people.map { $0.attested(words[$0.id], vouching: !barred.contains($0.id)) },
      by: \.id)
    self.systems = table(of: systems, by: \.id)
    self.rules = rules.sorted { $0.id < $1.id }
    self.tests = tests.sorted { $0.file < $1.file }
    self.forges = forges.sorted { $0.id < $1.id }
    self.webhooks = webhooks
    self.certificates = certificates
    self.issuers = table(of: issuers, by: \.id)
    self.tokenKeys = tokenKeys
    // Nearly everybody has one key and one address, and room in a table is touched whether it is used or not.
    var holders: [KeyIdentity: IdentityID] = [:]
    holders.reserveCapacity(people.count + workloads.count)
    var addresses: [String: IdentityID] = [:]
    addresses.reserveCapacity(people.count)
    // By place, since a person is large to copy for the sake of two lists.
    for place in people.indices {
      let id = people[place].id
      for key in people[place].keys {
        if let key = key.material.identity { holders[key] = id }
      }
      for email in people[place].emails { addresses[email] = id }
    }
    for workload in workloads {
      for key in workload.keys {
        if let key = key.material.identity { holders[key] = workload.id }
      }
      for email in workload.emails { addresses[email] = workload.id }
    }
    self.holders = holders
    self.addresses = addresses
    var memberships: [IdentityID: Set<GroupID>] = [:]
    for group in groups {
      for member in group.members { memberships[member, default: []].insert(group.id) }
    }
    self.memberships = memberships
    ownedWorkloads = workloadsByOwner(workloads, groupTable)
    keptApart = conflicts(in: systems)
  }

  /// `policy` with more people and what they are members of.
  ///
  /// Copied table by table: a policy of thousands may have many tests, each with a few people of its own.
  init(_ policy: Policy, adding added: [Person], joining joined: [(IdentityID, GroupID)]) {
    settings = policy.settings
    workloads = policy.workloads
    systems = policy.systems
    rules = policy.rules
    tests = policy.tests
    forges = policy.forges
    webhooks = policy.webhooks
    attestations = policy.attestations
    stops = policy.stops
    certificates = policy.certificates
    issuers = policy.issuers
    tokenKeys = policy.tokenKeys
    holders = policy.holders
    addresses = policy.addresses
    keptApart = policy.keptApart
    people = policy.people.merging(table(of: added, by: \.id)) { $1 }
    var (groups, memberships) = (policy.groups, policy.memberships)
    for (person, id) in joined {
      guard let group = groups[id] else { continue }
      groups[id] = Group(
        id: id, members: Set(group.members + [person]).sorted(), mark: group.mark)
      memberships[person, default: []].insert(id)
    }
    self.groups = groups
    self.memberships = memberships
    ownedWorkloads =
      joined.isEmpty
      ? policy.ownedWorkloads : workloadsByOwner(Array(policy.workloads.values), groups)
  }

  /// How many earlier grants of a holding its renewals can depend on; none where no rule speaks of them.
  package var lookBack: Int {
    rules.compactMap { $0.require?.renewals?.maximum }.max().map { $0 + 1 } ?? 0
  }

  /// Whose SSH key this is, by its bytes in wire form.
  package func holder(ofSSHKey wireFormat: [UInt8]) -> KeyHolder? {
    guard let identity = identity(holding: KeyIdentity(sshWireFormat: wireFormat)) else {
      return nil
    }
    let keys = (people[identity]?.keys ?? []) + (workloads[identity]?.keys ?? [])
    return keys.last { $0.material == .ssh(wireFormat: wireFormat) }.map {
      KeyHolder(identity: identity, key: $0)
    }
  }

  /// Whose an SSH key is that is the same key as `key`, maybe in another encoding.
  package func identity(holding key: KeyIdentity) -> IdentityID? { holders[key] }

  /// Who claims `email`; ASCII letters are compared without case, since mail is.
  package func identity(claiming email: some Sequence<UInt8>) -> IdentityID? {
    addresses[lowerCasedASCII(email)]
  }

  /// The people of `group` in order of their ids; nobody where there is no such group.
  package func members(of group: GroupID) -> [IdentityID] { groups[group]?.members ?? [] }

  /// The groups that `person` is a member of.
  package func groups(of person: IdentityID) -> Set<GroupID> { memberships[person] ?? [] }

  /// The workloads that `person` owns, alone or as a member of the owning group, sorted.
  package func workloads(ownedBy person: IdentityID) -> [IdentityID] {
    ownedWorkloads[person] ?? []
  }

  /// The people that `owner` stands for.
  package func people(of owner: Owner) -> [IdentityID] { answering(for: owner, groups) }

  /// The entitlements that name `name` as one that nobody may hold besides them.
  package func entitlements(keptApartFrom name: EntitlementName) -> [EntitlementName] {
    keptApart[name] ?? []
  }

  /// The entitlement and its system.
  package func entitlement(_ name: EntitlementName) -> (TargetSystem, Entitlement)? {
    guard let system = systems[name.system],
      let entitlement = system.entitlement(name.entitlement)
    else { return nil }
    return (system, entitlement)
  }

  /// On what terms the entitlement is given in an emergency, if on any.
  package func emergency(_ name: EntitlementName) -> EmergencyTerms? {
    entitlement(name)?.1.emergency
  }
}

/// The values by their ids; of two with one id the first.
private func table<ID: Hashable, Value>(of values: [Value], by id: (Value) -> ID) -> [ID: Value] {
  var table: [ID: Value] = [:]
  table.reserveCapacity(values.count)
  for place in values.indices.reversed() { table[id(values[place])] = values[place] }
  return table
}

private func answering(for owner: Owner, _ groups: [GroupID: Group]) -> [IdentityID] {
  switch owner {
  case .person(let id): [id]
  case .group(let id): groups[id]?.members ?? []
  }
}

/// By each entitlement that is named in a `conflicts_with` those that name it.
private func conflicts(in systems: [TargetSystem]) -> [EntitlementName: [EntitlementName]] {
  var found: [EntitlementName: [EntitlementName]] = [:]
  for system in systems {
    for entitlement in system.entitlements {
      for conflict in entitlement.conflictsWith {
        found[conflict.value, default: []].append(
          EntitlementName(system: system.id, entitlement: entitlement.name))
      }
    }
  }
  return found
}

private func workloadsByOwner(
  _ workloads: [Workload], _ groups: [GroupID: Group]
) -> [IdentityID: [IdentityID]] {
  var owned: [IdentityID: [IdentityID]] = [:]
  for workload in workloads.sorted(by: { $0.id < $1.id }) {
    for person in answering(for: workload.owner, groups) {
      owned[person, default: []].append(workload.id)
    }
  }
  return owned
}

/// An identity together with the one of its keys that was looked up.
package struct KeyHolder: Hashable, Sendable {
  package let identity: IdentityID
  package let key: PolicyKey
}

/// A policy and the `policies/` tree it was read from.
package struct PolicyInForce: Sendable {
  package let tree: ObjectID
  /// The directory's files in it; absent where they are those of the tree.
  package let directory: DirectoryInForce?
  package let policy: Policy

  package init(tree: ObjectID, directory: DirectoryInForce? = nil, policy: Policy) {
    self.tree = tree
    self.directory = directory
    self.policy = policy
  }
}
