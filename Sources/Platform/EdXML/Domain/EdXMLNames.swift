// SPDX-License-Identifier: Apache-2.0

/// The names of the standard that are used in more than one place.
enum EdXMLNames {
    static let space = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
    static let root = "edXML"
    static let envelope = "edXMLEnvelope"
    static let header = "edXMLHeader"
    static let body = "edXMLBody"
    static let manifest = "edXMLManifest"
    static let encoded = "AttachmentEncoded"
    static let cid = "cid:"
}
