//! The server's own certificate: made once, kept, and known by its fingerprint.
//!
//! An app that joins by a link with `pin-…` trusts exactly this certificate and no authority. So it is made for good:
//! a new one would lock out everyone who has joined.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use sha2::{Digest, Sha256};

/// Where a certificate and its key are, in PEM.
#[derive(Clone, Debug)]
pub struct CertificateFiles {
    /// The certificate, or the chain that begins with it.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file has no certificate in it.
    #[error("{path} holds no certificate in PEM")]
    Unreadable {
        /// Which file.
        path: PathBuf,
    },
    /// Only one of the two files is there; making both anew would lock out everyone who has joined.
    #[error("{missing} is gone, but its other half is there: put it back from your backup")]
    Half {
        /// The file that is not there.
        missing: PathBuf,
    },
    /// A name that cannot stand in a certificate.
    #[error("a certificate cannot be made: {0}")]
    Making(#[from] rcgen::Error),
}

impl CertificateFiles {
    /// The server's own in its data folder, whether they are there or not.
    pub fn own(data: &Path) -> Self {
        Self { certificate: data.join("certificate.pem"), key: data.join("key.pem") }
    }

    /// Makes what is missing: a key, readable to its owner alone, and a certificate for `names`.
    pub fn make_if_absent(&self, names: &[String]) -> Result<(), CertificateError> {
        match (self.certificate.exists(), self.key.exists()) {
            (true, true) => return Ok(()),
            (true, false) => return Err(CertificateError::Half { missing: self.key.clone() }),
            (false, true) => return Err(CertificateError::Half { missing: self.certificate.clone() }),
            (false, false) => {}
        }
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Cairn program server");
        let certificate = params.self_signed(&key)?;
        write(&self.key, &key.serialize_pem(), 0o600)?;
        write(&self.certificate, &certificate.pem(), 0o644)
    }

    /// The certificate itself, the first of the file.
    pub fn certificate(&self) -> Result<CertificateDer<'static>, CertificateError> {
        let path = &self.certificate;
        let pem = fs::read(path).map_err(|error| CertificateError::File { path: path.clone(), error })?;
        CertificateDer::from_pem_slice(&pem).map_err(|_| CertificateError::Unreadable { path: path.clone() })
    }

    /// SHA-256 of the certificate, which is what a link pins.
    pub fn fingerprint(&self) -> Result<[u8; 32], CertificateError> {
        Ok(Sha256::digest(self.certificate()?).into())
    }
}

/// A fingerprint as browsers and `openssl x509 -fingerprint` show it: `AB:CD:…`.
pub fn fingerprint_text(fingerprint: &[u8; 32]) -> String {
    fingerprint.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

fn write(path: &Path, text: &str, mode: u32) -> Result<(), CertificateError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| CertificateError::File { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let files = CertificateFiles::own(folder.path());
        let names = ["cairn.example.org".to_owned(), "192.0.2.7".to_owned()];
        files.make_if_absent(&names).unwrap();
        let fingerprint = files.fingerprint().unwrap();
        files.make_if_absent(&names).unwrap();
        assert_eq!(files.fingerprint().unwrap(), fingerprint);
        assert_eq!(fingerprint_text(&fingerprint).len(), 95);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&files.key).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn half_of_it_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let files = CertificateFiles::own(folder.path());
        files.make_if_absent(&["localhost".to_owned()]).unwrap();
        fs::remove_file(&files.key).unwrap();
        let refused = files.make_if_absent(&["localhost".to_owned()]).unwrap_err();
        assert!(matches!(refused, CertificateError::Half { missing } if missing == files.key));
    }
}
