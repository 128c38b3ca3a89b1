//! `xiangyue admin create`

use clap::{Args, Subcommand};
use platform::{AreaPath, Result};
use registry::model::NewPerson;
use registry::{Residence, Sex};

use super::{block_on, say};
use crate::county;
use crate::settings::Given;

/// 管理员 / Administrators
#[derive(Args, Debug)]
pub struct Admin {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// 设第一位管理员，打印一次性链接 / Make the first administrator and print a one-time link
    Create {
        #[command(flatten)]
        given: Given,
        /// 姓名 / Name
        #[arg(long, value_name = "NAME", default_value = "系统管理员")]
        name: String,
        /// 用户名 / User name
        #[arg(long, value_name = "NAME", default_value = "admin")]
        user_name: String,
        /// 性别：女 female，男 male / Sex
        #[arg(long, value_name = "SEX", default_value = "female")]
        #[arg(value_parser = ["female", "male"])]
        sex: String,
    },
}

impl Admin {
    pub fn run(self) -> Result<()> {
        let Act::Create { given, name, user_name, sex } = self.act;
        let chosen = given.choose()?;
        let app = county::open(&chosen)?;
        let new = NewPerson {
            name,
            sex: Sex::from_word(&sex).unwrap_or(Sex::Female),
            born_on: None,
            identity_number: None,
            phone: None,
            no_phone: false,
            household_number: None,
            area_path: AreaPath::county(),
            residence: Residence::HukouHere,
            resident_since_on: None,
        };
        let secret = block_on(registry::actions::first_administrator(&app, new, &user_name))?;
        say("请本人打开这个链接设密码，只能用一次，72 小时内有效 / Open once within 72 hours:");
        say(&format!("{}/account/link/{secret}", chosen.public_url));
        Ok(())
    }
}
