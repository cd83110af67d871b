import CProbes
import Foundation
import Testing

@testable import HardwareCatalogue
@testable import Probing

struct CatalogueFileTests {
  @Test func embeddedTablesMatchTheFolder() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: probesFolder.path)
      .filter { $0.hasSuffix(".txt") || $0.hasSuffix(".csv") }.sorted()
    var embedded: [String] = []
    for index in 0..<cprobes_count() {
      let file = cprobes_file(index)
      let name = String(cString: try #require(file.name))
      embedded.append(name)
      let bytes = Data(UnsafeBufferPointer(start: file.bytes, count: file.count))
      #expect(try bytes == Data(contentsOf: probesFolder.appending(path: name)), "\(name)")
    }
    #expect(embedded == names)
    #expect(cprobes_file(cprobes_count()).bytes == nil)
    #expect(CatalogueFile.text(of: "nothing").isEmpty)
  }

  private func rows(_ name: String) -> [[Substring]] {
    CatalogueFile.lines(of: name).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  private func isFourDigits(_ text: Substring) -> Bool {
    text.count == 4 && text.allSatisfy { "0123456789abcdef".contains($0) }
  }

  @Test func scannerListsAreWellFormed() {
    let all = rows("usb-scanners.csv")
    #expect(all.count > 2000)
    for row in all {
      #expect(row.count == 5 && isFourDigits(row[0]) && isFourDigits(row[1]), "\(row)")
      #expect(["scanner", "printer", "shared", "perhaps"].contains(row[2]), "\(row)")
      #expect(!row.joined().contains("\""), "\(row)")
    }
    let keys = all.map { "\($0[0]),\($0[1])" }
    #expect(keys == Set(keys).sorted())
    let models = rows("scanner-models.csv")
    #expect(models.allSatisfy { $0.count == 3 && ["scanner", "printer"].contains($0[1]) })
    #expect(models.allSatisfy { ScannerCatalogue.folded(String($0[2])) == $0[2] })
    let words = rows("scanner-words.csv")
    #expect(words.count > 20 && words.allSatisfy { $0.count == 3 && isFourDigits($0[0]) })
  }

  @Test func memoryMakersAreWellFormed() {
    let makers = rows("memory-makers.csv")
    #expect(makers.count > 70)
    for row in makers {
      #expect(row.count == 3 && Int(row[0]) != nil && !row[2].isEmpty, "\(row)")
      // Including the parity bit, the number has an odd count of ones.
      #expect(UInt8(row[1], radix: 16).map { $0.nonzeroBitCount % 2 } == 1, "\(row)")
    }
  }

  @Test func cameraListIsWellFormed() {
    let makers = rows("usb-cameras.csv")
    #expect(makers.allSatisfy { $0.count == 2 && isFourDigits($0[0]) && !$0[1].isEmpty })
    let keys = makers.map { $0[0] }
    #expect(keys == Set(keys).sorted())
    let scanners = Set(rows("scanner-words.csv").map { $0[0] })
    #expect(scanners.isDisjoint(with: keys))
  }
}
