internal import Connectors
internal import Model
internal import Signatures

/// The requests for X.509 certificates of whoever collects one, each by the file that it was found in.
struct CertificateRequestFiles {
  private let requests: [(path: String, request: CertificateRequest)]
  private let files: FileAccess

  /// Reads `paths`, or else the `.csr` files of the current folder.
  ///
  /// - Throws: `.wrongUsage` for a file that is none; what lies in the folder and is none is passed over.
  init(_ paths: [String], _ files: FileAccess) throws(ProcessingError) {
    self.files = files
    var requests: [(path: String, request: CertificateRequest)] = []
    for path in paths { requests.append((path, try Self.request(in: path, files))) }
    if paths.isEmpty {
      for name in files.names(".") where name.hasSuffix(Self.ending) {
        guard let bytes = try Self.block(in: name, files) else { continue }
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
  /// - Throws: `.wrongUsage` for a file that has none.
  static func request(
    in path: String, _ files: FileAccess
  ) throws(ProcessingError) -> CertificateRequest {
    guard let bytes = try block(in: path, files) else {
      throw ProcessingError(
        .wrongUsage, "\(path) holds no request for a certificate.",
        hint:
          "Name what `openssl req -new` wrote: -----BEGIN CERTIFICATE REQUEST-----, one and nothing else."
      )
    }
    do throws(CertificateRequestFault) {
      return try CertificateRequest(der: bytes)
    } catch {
      throw ProcessingError(.wrongUsage, "The request in \(path) proves nothing: \(error).")
    }
  }

  /// What openssl calls requests by habit.
  private static let ending = ".csr"

  private static func block(
    in path: String, _ files: FileAccess
  ) throws(ProcessingError) -> [UInt8]? {
    guard let size = files.size(path), size <= 64 * 1024, let text = try files.read(path) else {
      return nil
    }
    let carriageReturn = UInt8(ascii: "\r")
    return PEM.decode(text.filter { $0 != carriageReturn }, label: CertificateRequest.label)
  }

  /// Writes `certificate`, which `grant` is handed out as, beside the request for it.
  ///
  /// - Throws: `.negative` where no such request is here, or a certificate of another authority is in the way.
  func place(
    _ certificate: [UInt8], of grant: Grant, replacingOthers: Bool
  ) throws(ProcessingError) -> [CredentialReport.File] {
    let keys = grant.certificate?.keys ?? []
    guard
      let (path, request) = requests.first(where: { keys.contains(base64($0.request.key.blob)) })
    else {
      throw ProcessingError(
        .negative,
        "None of the \(requests.count) requests looked at is for the certified key.",
        hint:
          "Name the .csr file that the request was made with: \(OptionName.identity) <file>; or \(OptionName.print)."
      )
    }
    let stem = path.hasSuffix(Self.ending) ? String(path.dropLast(Self.ending.utf8.count)) : path
    let file = stem + ".crt"
    if !replacingOthers, let old = try files.read(file),
      !X509Certificates.isIssued(old, by: grant.certificate?.authority ?? "")
    {
      throw ProcessingError(
        .negative, "\(file) is there already and is of another authority.",
        hint: "Move it away, or write over it: \(OptionName.force); or \(OptionName.print).")
    }
    try files.write(certificate, file)
    return [CredentialReport.File(path: file, key: request.key.fingerprint)]
  }
}
