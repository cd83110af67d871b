import CSANE
import FoundationEssentials
import Glibc
import HardwareCatalogue

/// SANE's library, loaded at run time. Its backends are the code of many authors: use it only in a
/// process of its own.
struct SANELibrary {
  /// Maximum scanners of a list that are kept.
  static let mostDevices = 32
  /// The library's name; the environment (`LD_LIBRARY_PATH`) can say where it is.
  static let name = "libsane.so.1"

  /// No list although the status was good; not a status of the standard.
  static let noList: Int32 = 255

  private let initialize: csane_init
  private let getDevices: csane_get_devices
  private let openDevice: csane_open
  private let closeDevice: csane_close

  /// nil if SANE is not installed, or not in a form that this program can call.
  init?() {
    guard let library = DynamicLibrary(Self.name) else { return nil }
    do throws(DynamicLibrary.NoSuchFunction) {
      initialize = try library.function("sane_init")
      getDevices = try library.function("sane_get_devices")
      openDevice = try library.function("sane_open")
      closeDevice = try library.function("sane_close")
    } catch {
      return nil
    }
  }

  /// Initialises SANE; must return 0 before anything else is called.
  func start() -> csane_status {
    var version: csane_word = 0
    let status = initialize(&version, nil)
    guard status == 0 else { return status }
    return csane_major(version) == 1 ? 0 : Self.noList
  }

  /// Lists the backends' devices. Nothing is freed and `sane_exit` is never called: the process
  /// ends afterwards, and backends hang or crash there too.
  func list(localOnly: Bool) -> SANEAnswer {
    var answer = SANEAnswer()
    answer.asNobody = Confinement.isNobody
    var list: UnsafePointer<UnsafePointer<csane_device>?>?
    answer.status = getDevices(&list, localOnly ? 1 : 0)
    guard answer.status == 0 else { return answer }
    guard var entry = list else {
      answer.status = Self.noList
      return answer
    }
    while let device = entry.pointee {
      guard answer.devices.count < Self.mostDevices else {
        answer.isCut = true
        break
      }
      entry += 1
      guard let name = Self.bytes(device.pointee.name), !name.isEmpty else { continue }
      answer.devices.append(
        SANEAnswer.Device(
          name: Data(name), vendor: Self.text(device.pointee.vendor),
          model: Self.text(device.pointee.model), type: Self.text(device.pointee.type)))
    }
    return answer
  }

  /// Opens the scanner with that name and closes it again, without moving anything.
  func open(_ name: Data) -> csane_status {
    var handle: UnsafeMutableRawPointer?
    let status = (Array(name) + [0]).withUnsafeBytes {
      openDevice($0.baseAddress?.assumingMemoryBound(to: CChar.self), &handle)
    }
    if status == 0, let handle { closeDevice(handle) }
    return status
  }

  private static func bytes(_ string: UnsafePointer<CChar>?) -> [UInt8]? {
    guard let string else { return nil }
    let count = strnlen(string, SANEAnswer.longestText)
    return UnsafeRawBufferPointer(start: string, count: count).map { $0 }
  }

  private static func text(_ string: UnsafePointer<CChar>?) -> String? {
    bytes(string).flatMap { PlainText.line(String(decoding: $0, as: UTF8.self)) }
  }
}

/// The task `sane` (``IsolatedTasks``).
enum SANETask {
  @Sendable static func run(_ question: [UInt8]) -> [UInt8]? {
    guard let asked = try? JSONDecoder().decode(SANEQuestion.self, from: Data(question)),
      let answer = try? JSONEncoder().encode(answer(to: asked))
    else { return nil }
    return Array(answer)
  }

  private static func answer(to question: SANEQuestion) -> SANEAnswer {
    guard let library = SANELibrary() else { return SANEAnswer(isThere: false) }
    let status = library.start()
    guard status == 0 else { return SANEAnswer(status: status) }
    guard let name = question.open else { return library.list(localOnly: question.localOnly) }
    return SANEAnswer(status: library.open(name))
  }
}
