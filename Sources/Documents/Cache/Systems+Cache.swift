import Model

extension ApproverSelector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = .group(try read(&reader))
    case 1: self = .person(try read(&reader))
    case 2: self = .owner
    case 3: self = .sponsor
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .group(let id):
      writer.number(0)
      id.write(to: &writer)
    case .person(let id):
      writer.number(1)
      id.write(to: &writer)
    case .owner: writer.number(2)
    case .sponsor: writer.number(3)
    }
  }
}

extension ApprovalLine: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(count: try read(&reader), from: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    count.write(to: &writer)
    from.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension EligibleSelector: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = .personClass(try read(&reader))
    case 1: self = .group(try read(&reader))
    case 2: self = .person(try read(&reader))
    case 3: self = .workload(try read(&reader))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .personClass(let value):
      writer.number(0)
      value.write(to: &writer)
    case .group(let id):
      writer.number(1)
      id.write(to: &writer)
    case .person(let id):
      writer.number(2)
      id.write(to: &writer)
    case .workload(let id):
      writer.number(3)
      id.write(to: &writer)
    }
  }
}

extension EntitlementName: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(system: try read(&reader), entitlement: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    system.write(to: &writer)
    entitlement.write(to: &writer)
  }
}

extension EmergencyTerms: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      eligible: try read(&reader), approvals: try read(&reader),
      maximumDuration: try read(&reader), reviewWithin: try read(&reader),
      mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    eligible.write(to: &writer)
    approvals.write(to: &writer)
    maximumDuration.write(to: &writer)
    reviewWithin.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension Entitlement: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      name: try read(&reader), risk: try read(&reader), scope: try read(&reader),
      scopeReason: try read(&reader), eligible: try read(&reader),
      approvals: try read(&reader), maximumDuration: try read(&reader),
      conflictsWith: try read(&reader), assurance: try read(&reader),
      signedRequest: try read(&reader), emergency: try read(&reader), mark: try read(&reader),
      eligibleMark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    name.write(to: &writer)
    statedRisk.write(to: &writer)
    scope.write(to: &writer)
    scopeReason.write(to: &writer)
    eligible.write(to: &writer)
    approvals.write(to: &writer)
    maximumDuration.write(to: &writer)
    conflictsWith.write(to: &writer)
    assurance.write(to: &writer)
    signedRequest.write(to: &writer)
    emergency.write(to: &writer)
    mark.write(to: &writer)
    eligibleMark.write(to: &writer)
  }
}

extension ReviewSchedule: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(every: try read(&reader), late: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    every.write(to: &writer)
    late.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension TargetSystem: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      id: try read(&reader), description: try read(&reader), owner: try read(&reader),
      plane: try read(&reader), entitlements: try read(&reader), connector: try read(&reader),
      review: try read(&reader), secrets: try read(&reader), trust: try read(&reader),
      howToConnect: try read(&reader), ownerMark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    description.write(to: &writer)
    owner.write(to: &writer)
    plane.write(to: &writer)
    entitlements.write(to: &writer)
    connector.write(to: &writer)
    review.write(to: &writer)
    secrets.write(to: &writer)
    trust.write(to: &writer)
    howToConnect.write(to: &writer)
    ownerMark.write(to: &writer)
  }
}
