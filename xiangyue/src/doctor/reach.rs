//! How people reach the county: the address, the proxy.

use super::{Finding, error, good, warning};
use crate::settings::Chosen;

pub(super) fn examine(chosen: &Chosen) -> Vec<Finding> {
    let mut findings = vec![address(&chosen.public_url)];
    let open = !chosen.listen.ip().is_loopback();
    if open && !chosen.behind_proxy {
        findings.push(warning(
            format!("{} 直接对外，用的是不加密的 HTTP。请只听 127.0.0.1，前面放一个有证书的反向代理", chosen.listen),
            format!("{} is open to the network in plain HTTP; listen on 127.0.0.1 behind a proxy with a certificate", chosen.listen),
        ));
    }
    if open && chosen.behind_proxy {
        findings.push(warning(
            format!("反向代理在本机时，请只听 127.0.0.1，别人就绕不过它（现在是 {}）", chosen.listen),
            format!("with a proxy on this machine listen on 127.0.0.1, so that nobody goes round it (now {})", chosen.listen),
        ));
    }
    if chosen.public_url.starts_with("https://") && !chosen.behind_proxy {
        findings.push(warning(
            "网址是 https，程序自己不做 https，前面应该有反向代理；请设 behind_proxy = true，否则登录限制按代理的地址算",
            "https needs a proxy in front; set behind_proxy = true, or limits go by the proxy's address",
        ));
    }
    findings
}

fn address(url: &str) -> Finding {
    let parts = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme));
    let host = parts.and_then(|(_, rest)| rest.split('/').next());
    let plain = |host: &str| {
        host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte))
    };
    match (parts, host) {
        (Some((scheme, _)), Some(host)) if !host.is_empty() && plain(host) => {
            let name = host.strip_prefix('[').map_or_else(
                || host.split(':').next().unwrap_or_default(),
                |inside| inside.split(']').next().unwrap_or_default(),
            );
            if ["localhost", "127.0.0.1", "::1", "0.0.0.0"].contains(&name) {
                warning(
                    format!(
                        "群众看到的网址是 {url}，只有本机打得开，链接和二维码别人用不了。请设 public_url"
                    ),
                    format!("public_url is {url}, which opens on this machine only; set it"),
                )
            } else if scheme == "http" {
                warning(
                    format!("网址 {url} 不加密，登录可能被人看到。请用 https"),
                    format!("{url} is not encrypted; use https"),
                )
            } else {
                good(format!("网址 {url}"), format!("people type {url}"))
            }
        }
        _ => error(
            format!("网址写得不对：{url}。应该像 https://county.example.cn"),
            format!("public_url is not an address: {url}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Level;

    #[test]
    fn an_address_is_good_doubtful_or_none() {
        for (url, level) in [
            ("https://county.example.cn", Level::Good),
            ("https://county.example.cn:8443", Level::Good),
            ("http://county.example.cn", Level::Warning),
            ("http://127.0.0.1:8080", Level::Warning),
            ("http://[::1]:8080", Level::Warning),
            ("https://localhost", Level::Warning),
            ("county.example.cn", Level::Error),
            ("ftp://county.example.cn", Level::Error),
            ("https://", Level::Error),
            ("https://a b", Level::Error),
        ] {
            assert_eq!(address(url).level, level, "{url}");
        }
    }
}
