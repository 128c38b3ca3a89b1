//! Every way in which a file is not taken.

use crate::error::{Error, Refusal};

pub(super) fn empty() -> Error {
    Refusal::new("files.empty", "这个文件是空的，请重新选一次").into()
}

pub(super) fn too_large() -> Error {
    let sentence =
        "超过 10 MB 了。照片请用手机自带的“中等大小”发送，或截图后再传；扫描件请调低清晰度";
    Refusal::new("files.too_large", sentence).into()
}

pub(super) fn too_many_pixels() -> Error {
    let sentence = "照片的像素太高了。请把手机相机的像素调小一档再拍，或截图后再传";
    Refusal::new("files.too_many_pixels", sentence).into()
}

pub(super) fn unknown_kind() -> Error {
    let sentence = "只收照片（JPG、PNG、WebP）和 PDF。别的文件请打印出来拍照，或另存为 PDF 再传";
    Refusal::new("files.kind", sentence).into()
}

pub(super) fn heic() -> Error {
    let sentence =
        "这是 HEIC 照片，别的电脑打不开。请在手机“相机”设置里选“兼容性最佳”再拍，或截图后再传";
    Refusal::new("files.heic", sentence).into()
}

pub(super) fn broken() -> Error {
    Refusal::new("files.broken", "文件不完整或已经损坏，请重新拍一张，或重新导出再传").into()
}

pub(super) fn pdf_acts() -> Error {
    let sentence = "这个 PDF 里带有会自己运行的内容，不能收。请打印成新的 PDF，或打印出来拍照再传";
    Refusal::new("files.pdf_acts", sentence).into()
}

pub(super) fn subject_full() -> Error {
    let sentence = "一件申请最多 60 个文件，合计不超过 100 MB，已经满了。其余的请带到窗口";
    Refusal::new("files.subject_full", sentence).into()
}

/// What the disk answered while a file was written: a full one is said in words.
pub(crate) fn of_disk(error: std::io::Error) -> Error {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    if !matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
        return error.into();
    }
    tracing::error!("a file could not be written: the disk is full");
    let sentence = "服务器的磁盘满了，这个文件没有存上。请过一会儿再传，或者带到窗口";
    Refusal::new("files.no_room", sentence).into()
}
