//! What who looks after the machine sees: the log, the health, the doctor, the verification.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rusqlite::Connection;

use crate::backups::identity_number;
use crate::commands::{Folder, Served, run};
use crate::county::LIST;

/// A county of the embedded engine with a person in it.
fn county(folder: &Folder) -> String {
    let (data, divisions) = (folder.data(), folder.file("divisions.csv", LIST));
    run(&["import", "divisions", &divisions, "--data", &data]).done("新增 new 7");
    let number = identity_number(1).as_str().to_owned();
    let roster = format!("姓名,身份证号,电话,村,户籍\n周小禾,{number},13812342210,柳湾村,本村\n");
    let roster = folder.file("roster.csv", &roster);
    run(&["import", "roster", &roster, "--data", &data]).done("新增 new 1");
    data
}

fn database(data: &str) -> (PathBuf, Connection) {
    let path = Path::new(data).join("county.db");
    let conn = Connection::open(&path).unwrap();
    (path, conn)
}

fn change(data: &str, text: &str) {
    assert_eq!(database(data).1.execute(text, []).unwrap(), 1, "{text}");
}

#[test]
fn the_log_says_what_happened_and_names_nobody() {
    let folder = Folder::new();
    let data = county(&folder);
    let said = run(&["admin", "create", "--name", "何明", "--data", &data]);
    let secret = said.out.lines().find_map(|line| line.split_once("/account/link/")).unwrap().1;
    let log = folder.path().join("log");
    let served = Served::logging_to(&data, Stdio::from(File::create(&log).unwrap()));
    let (name, name_sent) = ("周小禾", "%E5%91%A8%E5%B0%8F%E7%A6%BE");
    let (phone, number) = ("13812342210", identity_number(1).as_str().to_owned());
    let page = served.get(&format!("/account/link/{secret}"));
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    served.get(&format!("/people?name={name_sent}&number={number}"));
    served.get(&format!("/{name_sent}/{phone}"));
    let personal = format!(
        "X-Request-Id: {phone}\r\nUser-Agent: {phone}\r\nReferer: http://a/{phone}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n"
    );
    let sign_in = served.get("/sign-in");
    let between = |from: &str, to: &str| {
        sign_in.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned()
    };
    let cookie = between("xiangyue_visit=", ";");
    let token = between(&format!("name=\"{}\" value=\"", web::form::TOKEN_FIELD), "\"");
    let form = format!(
        "{}={token}&user_name={name_sent}&password={number}&back=/{phone}",
        web::form::TOKEN_FIELD
    );
    let headers = format!("{personal}Cookie: xiangyue_visit={cookie}\r\n");
    let answer = served.send("POST /sign-in HTTP/1.1", &headers, &form);
    assert!(answer.starts_with("HTTP/1.1 200"), "the form was read and refused: {answer}");
    served.send("POST /sign-in HTTP/1.1", &personal, &form);
    served.send(&format!("N{phone} / HTTP/1.1"), &personal, "");
    drop(served);

    let log = fs::read_to_string(log).unwrap();
    for (word, what) in [
        (name, "a name"),
        (name_sent, "a name as it is sent"),
        (phone, "a phone"),
        (number.as_str(), "an identity number"),
        (secret, "the secret of a link"),
        (token.as_str(), "the token of a form"),
        ("127.0.0.1", "an address"),
    ] {
        assert!(!log.contains(word), "the log has {what}:\n{log}");
    }
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |method: &str, route: &str, status: u16| {
        lines.iter().any(|line| {
            let fields = &line["fields"];
            fields["method"] == method
                && fields["route"] == route
                && fields["status"] == status
                && fields["ms"].is_u64()
                && fields["id"].as_str().is_some_and(|id| id.len() == 36)
        })
    };
    assert!(told("GET", "/account/link/{secret}", 200), "{log}");
    assert!(told("GET", "unknown", 404), "{log}");
    assert!(told("POST", "/sign-in", 200), "{log}");
    assert!(told("POST", "/sign-in", 403), "{log}");
    assert!(told("other", "/", 405), "{log}");
}

#[test]
fn health_is_told_by_reading_and_by_the_writer() {
    let folder = Folder::new();
    let data = county(&folder);
    let served = Served::start(&data);
    let healthy = || served.get("/healthz").starts_with("HTTP/1.1 200");
    assert!(healthy());
    let (_, other) = database(&data);
    other.execute_batch("begin immediate").unwrap();
    // An answer is good for a second; then the writer is found waiting for the other one.
    while healthy() {}
    let answer = served.get("/healthz");
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(served.get("/").starts_with("HTTP/1.1 200"), "reading goes on");
    other.execute_batch("rollback").unwrap();
    while !healthy() {}
    other.execute_batch("alter table sample_marks rename to gone").unwrap();
    while healthy() {}
    other.execute_batch("alter table gone rename to sample_marks").unwrap();
    while !healthy() {}
    assert!(served.get("/metrics").contains("xiangyue_start_time_seconds"), "on this machine");
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = Folder::new();
    let data = folder.data();
    let doctor = ["doctor", "--data", &data];
    run(&doctor).refused("1 处要改");
    assert!(!Path::new(&data).exists(), "the doctor makes nothing");
    county(&folder);
    run(&doctor)
        .done("还没有备份过")
        .done("the tables are up to date")
        .done("agrees with the journal");
    let backups = folder.path().join("backups").display().to_string();
    run(&["backup", &backups, "--data", &data]).done("读回来核对过").done("密钥不在里面");
    run(&doctor).done("和数据在同一块磁盘上");
    let refused = |words: &[&str], zh: &str| {
        let said = run(words);
        assert!(!said.done && said.out.contains(zh), "no {zh}:\n{}{}", said.out, said.err);
    };

    let mode = |path: &str, mode: u32| {
        fs::set_permissions(Path::new(&data).join(path), PermissionsExt::from_mode(mode)).unwrap();
    };
    mode("", 0o755);
    refused(&doctor, "chmod 700");
    mode("", 0o700);
    mode("county.key", 0o644);
    refused(&doctor, "chmod 600");
    mode("county.key", 0o600);
    run(&doctor).done("密钥只有主人能读");

    refused(&[&doctor[..], &["--public-url", "county"]].concat(), "网址写得不对");
    change(&data, "insert into sample_marks (made_at) values (1)");
    refused(&[&doctor[..], &["--public-url", "https://county.example.cn"]].concat(), "演示县");
    change(&data, "delete from sample_marks");
    change(
        &data,
        "update journal set noted_at = noted_at + 86400000
         where id = (select id from journal order by noted_at desc limit 1)",
    );
    refused(&doctor, "请先对时");
    change(&data, "insert into migrations_applied values ('window', '9999_later', 'x', 1)");
    refused(&doctor, "window/9999_later");
    run(&["serve", "--data", &data]).refused("数据库比这个程序新");
    fs::remove_file(Path::new(&data).join("county.key")).unwrap();
    refused(&doctor, "密钥文件不在");
    assert!(!Path::new(&data).join("county.key").exists(), "the doctor makes no key");
}

#[test]
fn verifying_finds_what_was_changed_by_hand() {
    let folder = Folder::new();
    let data = county(&folder);
    let backups = folder.path().join("backups").display().to_string();
    run(&["backup", &backups, "--data", &data]).done("读回来核对过");
    let backup = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    run(&["verify", &backup.display().to_string()]).done("这份备份是完整的");
    let verify = ["verify", "--data", &data];
    run(&verify).done("没有发现问题").done("sealed values opened: 1");
    let finds = |words: &str| {
        let said = run(&verify);
        assert!(!said.done && said.out.contains(words), "no {words}:\n{}", said.out);
    };
    // Each is found with what was done before it still there.
    change(&data, "update journal set noted_at = noted_at - 1 where rowid = 1");
    finds("1 entries were moved or slipped in");
    change(
        &data,
        "update persons set identity_number_sealed = x'00010203040506070809101112131415'",
    );
    finds("persons.identity_number_sealed 有 1 个值");
    let (_, conn) = database(&data);
    conn.execute_batch("pragma foreign_keys = off").unwrap();
    conn.execute("delete from areas where parent_id is null", []).unwrap();
    finds("areas 有 2 行指向 areas 里没有的行");
    // The backup is as good as it was, and brings the county back.
    fs::rename(&data, format!("{data}.spoilt")).unwrap();
    fs::create_dir(&data).unwrap();
    let key = Path::new(&data).join("county.key");
    fs::copy(format!("{data}.spoilt/county.key"), key).unwrap();
    run(&["restore", &backup.display().to_string(), "--data", &data]).done("逐条一样");
    run(&verify).done("没有发现问题");
}
