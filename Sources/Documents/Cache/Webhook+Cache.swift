import Model

extension NotifiedEvent: CacheCodable {}
extension Webhook.Target: CacheCodable {}

extension Webhook.Place: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = .variable(try read(&reader))
    case 1: self = .mailboxes(try read(&reader))
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .variable(let name):
      writer.number(0)
      name.write(to: &writer)
    case .mailboxes(let boxes):
      writer.number(1)
      boxes.write(to: &writer)
    }
  }
}

extension Webhook: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      name: try read(&reader), place: try read(&reader), target: try read(&reader),
      events: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    name.write(to: &writer)
    place.write(to: &writer)
    target.write(to: &writer)
    events.write(to: &writer)
  }
}
