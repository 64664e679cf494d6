internal import Connectors
internal import Model
internal import Processing
internal import Reports
internal import Signatures

/// The requests for X.509 certificates of whoever collects one, each by the file that it was found in.
struct CertificateRequestFiles {
  private let requests: [(path: String, request: CertificateRequest)]

  /// Reads `paths`, or else the `.csr` files of the current folder.
  ///
  /// - Throws: With status 64 for a file that is none; what lies in the folder and is none is passed over.
  init(_ paths: [String]) throws(Failure) {
    var requests: [(path: String, request: CertificateRequest)] = []
    for path in paths { requests.append((path, try Self.request(in: path))) }
    if paths.isEmpty {
      for name in Files.names(in: ".") where name.hasSuffix(Self.ending) {
        guard let bytes = try Self.block(in: name) else { continue }
        do throws(CertificateRequestFault) {
          requests.append((name, try CertificateRequest(der: bytes)))
        } catch {
          // Requests for keys that are not certified here lie beside the others.
          continue
        }
      }
    }
    self.requests = requests
  }

  /// The request in the file at `path`, its signature checked.
  ///
  /// - Throws: With status 64 for a file that has none.
  static func request(in path: String) throws(Failure) -> CertificateRequest {
    guard let bytes = try block(in: path) else {
      throw Failure(
        .wrongUsage, "\(path) holds no request for a certificate.",
        hint:
          "Name what `openssl req -new` wrote: -----BEGIN CERTIFICATE REQUEST-----, one and nothing else."
      )
    }
    do throws(CertificateRequestFault) {
      return try CertificateRequest(der: bytes)
    } catch {
      throw Failure(.wrongUsage, "The request in \(path) proves nothing: \(error).")
    }
  }

  /// What openssl calls requests by habit.
  private static let ending = ".csr"

  private static func block(in path: String) throws(Failure) -> [UInt8]? {
    guard let size = Files.size(of: path), size <= 64 * 1024, let text = try Files.read(path) else {
      return nil
    }
    let carriageReturn = UInt8(ascii: "\r")
    return PEM.decode(text.filter { $0 != carriageReturn }, label: CertificateRequest.label)
  }

  /// Writes `certificate`, which `grant` is handed out as, beside the request for it.
  ///
  /// - Throws: With status 1 where no such request is here, or a certificate of another authority is in the way.
  func place(
    _ certificate: [UInt8], of grant: Grant, replacingOthers: Bool
  ) throws(Failure) -> [CredentialReport.File] {
    let keys = grant.certificate?.keys ?? []
    guard
      let (path, request) = requests.first(where: { keys.contains(base64($0.request.key.blob)) })
    else {
      throw Failure(
        .negative,
        "None of the \(requests.count) requests looked at is for the certified key.",
        hint: "Name the .csr file that the request was made with: --identity <file>; or --print.")
    }
    let stem = path.hasSuffix(Self.ending) ? String(path.dropLast(Self.ending.utf8.count)) : path
    let file = stem + ".crt"
    if !replacingOthers, let old = try Files.read(file),
      !X509Certificates.isIssued(old, by: grant.certificate?.authority ?? "")
    {
      throw Failure(
        .negative, "\(file) is there already and is of another authority.",
        hint: "Move it away, or write over it: --force; or --print.")
    }
    try Files.write(certificate, to: file)
    return [CredentialReport.File(path: file, key: request.key.fingerprint)]
  }
}
