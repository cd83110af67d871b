import CPKCS11
import Glibc

/// Reads what a PKCS#11 module (OASIS, version 2.40) reveals of its tokens without a PIN. Runs in a
/// process of its own: modules crash, hang and lie about lengths.
enum TokenReader {
  static let mostSlots = 64
  static let mostObjects = 256

  typealias Functions = UnsafeMutablePointer<CK_FUNCTION_LIST>

  static func answer(_ wanted: TokenModule) -> TokenAnswer {
    guard access(wanted.module, F_OK) == 0 else { return .moduleNotThere }
    guard let library = DynamicLibrary(wanted.module, flags: RTLD_NOW | RTLD_LOCAL) else {
      return .moduleNotLoaded
    }
    typealias Entry = @convention(c) (UnsafeMutablePointer<Functions?>?) -> CK_RV
    var list: Functions?
    guard let entry = try? library.function("C_GetFunctionList", as: Entry.self),
      entry(&list) == OK, let functions = list
    else { return .notModule }
    guard let start = functions.pointee.C_Initialize, start(nil) == OK else {
      return .moduleFailed
    }
    return read(functions, wanted)
  }

  private static let OK = CK_RV(CKR_OK)

  private static func read(_ functions: Functions, _ wanted: TokenModule) -> TokenAnswer {
    guard let slots = slots(functions) else { return .moduleFailed }
    var isPresent = false
    var isLocked = false
    var found: [CertificateValidity] = []
    for slot in slots {
      var token = CK_TOKEN_INFO()
      guard functions.pointee.C_GetTokenInfo?(slot, &token) == OK,
        token.flags & UInt(CKF_TOKEN_INITIALIZED) != 0
      else { continue }
      if let label = wanted.token, !isEqual(token.label, label) { continue }
      isPresent = true
      let certificates = certificates(functions, slot, label: wanted.certificate)
      if token.flags & UInt(CKF_USER_PIN_LOCKED) != 0 {
        // Whatever it holds, it cannot be used to sign.
        isLocked = true
      } else {
        found += certificates
      }
    }
    if let newest = found.max(by: { $0.notAfter < $1.notAfter }) { return .certificate(newest) }
    if isLocked { return .pinLocked }
    return isPresent ? .noCertificate : .noToken
  }

  /// Slots with a token in them; nil if the module cannot say.
  private static func slots(_ functions: Functions) -> [CK_SLOT_ID]? {
    var slots = [CK_SLOT_ID](repeating: 0, count: mostSlots)
    var count = UInt(mostSlots)
    let code = functions.pointee.C_GetSlotList?(1, &slots, &count)
    guard code == OK, count <= mostSlots else { return nil }
    return Array(slots.prefix(Int(count)))
  }

  private static func certificates(
    _ functions: Functions, _ slot: CK_SLOT_ID, label: String?
  ) -> [CertificateValidity] {
    var session: CK_SESSION_HANDLE = 0
    guard
      functions.pointee.C_OpenSession?(slot, UInt(CKF_SERIAL_SESSION), nil, nil, &session) == OK
    else { return [] }
    defer { _ = functions.pointee.C_CloseSession?(session) }
    var kind = CK_OBJECT_CLASS(CKO_CERTIFICATE)
    let begun = withUnsafeMutablePointer(to: &kind) { kind in
      var wanted = CK_ATTRIBUTE(
        type: CK_ATTRIBUTE_TYPE(CKA_CLASS), pValue: kind,
        ulValueLen: UInt(MemoryLayout<CK_OBJECT_CLASS>.size))
      return functions.pointee.C_FindObjectsInit?(session, &wanted, 1)
    }
    guard begun == OK else { return [] }
    var objects = [CK_OBJECT_HANDLE](repeating: 0, count: mostObjects)
    var count: UInt = 0
    let code = functions.pointee.C_FindObjects?(session, &objects, UInt(mostObjects), &count)
    _ = functions.pointee.C_FindObjectsFinal?(session)
    guard code == OK, count <= mostObjects else { return [] }
    return objects.prefix(Int(count)).compactMap { object in
      if let label {
        let found = attribute(functions, session, object, CKA_LABEL, limit: 1024)
        guard found?.elementsEqual(label.utf8) == true else { return nil }
      }
      return attribute(
        functions, session, object, CKA_VALUE, limit: CertificateValidity.maximumBytes
      ).flatMap(CertificateValidity.init(der:))
    }
  }

  /// nil if the object lacks the attribute or claims an implausible length.
  private static func attribute(
    _ functions: Functions, _ session: CK_SESSION_HANDLE, _ object: CK_OBJECT_HANDLE,
    _ type: UInt, limit: Int
  ) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: limit)
    let length = bytes.withUnsafeMutableBytes { buffer in
      var wanted = CK_ATTRIBUTE(
        type: CK_ATTRIBUTE_TYPE(type), pValue: buffer.baseAddress, ulValueLen: UInt(limit))
      let code = functions.pointee.C_GetAttributeValue?(session, object, &wanted, 1)
      return code == OK && wanted.ulValueLen <= UInt(limit) ? Int(wanted.ulValueLen) : nil
    }
    return length.map { Array(bytes.prefix($0)) }
  }

  /// Labels of tokens are padded with blanks.
  private static func isEqual<Label>(_ label: Label, _ text: String) -> Bool {
    withUnsafeBytes(of: label) { bytes in
      let end = bytes.lastIndex { $0 != 32 && $0 != 0 }.map { $0 + 1 } ?? 0
      return bytes[..<end].elementsEqual(text.utf8)
    }
  }
}
