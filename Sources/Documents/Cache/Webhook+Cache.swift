import Model

extension NotifiedEvent: CacheCodable {}
extension Webhook.Target: CacheCodable {}

extension Webhook: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(
      name: try read(&reader), variable: try read(&reader), target: try read(&reader),
      events: try read(&reader))
  }

  func write(to writer: inout ByteWriter) {
    name.write(to: &writer)
    variable.write(to: &writer)
    target.write(to: &writer)
    events.write(to: &writer)
  }
}
