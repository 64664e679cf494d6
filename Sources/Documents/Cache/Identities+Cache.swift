import Model

extension PolicyKey: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    let material: Material =
      try Bool(from: &reader)
      ? .ssh(wireFormat: Array(try reader.block()))
      : .openPGP(certificate: try String(from: &reader))
    self.init(
      material: material, retired: try read(&reader), compromised: try read(&reader),
      mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    switch material {
    case .ssh(let wire):
      true.write(to: &writer)
      writer.block(wire)
    case .openPGP(let certificate):
      false.write(to: &writer)
      certificate.write(to: &writer)
    }
    retired.write(to: &writer)
    compromised.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension Contract: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      reference: try read(&reader), ends: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    reference.write(to: &writer)
    ends.write(to: &writer)
    mark.write(to: &writer)
  }
}

extension PersonMarks: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      sponsor: try read(&reader), verified: try read(&reader), status: try read(&reader),
      emails: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    sponsor.write(to: &writer)
    verified.write(to: &writer)
    status.write(to: &writer)
    emails.write(to: &writer)
  }
}

extension Person: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      id: try read(&reader), name: try read(&reader), personClass: try read(&reader),
      organization: try read(&reader), sponsor: try read(&reader), contract: try read(&reader),
      emails: try read(&reader), keys: try read(&reader), verified: try read(&reader),
      status: try read(&reader), marks: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    name.write(to: &writer)
    personClass.write(to: &writer)
    organization.write(to: &writer)
    sponsor.write(to: &writer)
    contract.write(to: &writer)
    emails.write(to: &writer)
    keys.write(to: &writer)
    ownVerified.write(to: &writer)
    ownStatus.write(to: &writer)
    marks.write(to: &writer)
  }
}

extension Owner: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self = try Bool(from: &reader) ? .person(try read(&reader)) : .group(try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .person(let id):
      true.write(to: &writer)
      id.write(to: &writer)
    case .group(let id):
      false.write(to: &writer)
      id.write(to: &writer)
    }
  }
}

extension Workload: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      id: try read(&reader), owner: try read(&reader), purpose: try read(&reader),
      keys: try read(&reader), status: try read(&reader), ownerMark: try read(&reader),
      statusMark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    owner.write(to: &writer)
    purpose.write(to: &writer)
    keys.write(to: &writer)
    status.write(to: &writer)
    ownerMark.write(to: &writer)
    statusMark.write(to: &writer)
  }
}

extension Group: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(id: try read(&reader), members: try read(&reader), mark: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    id.write(to: &writer)
    members.write(to: &writer)
    mark.write(to: &writer)
  }
}
