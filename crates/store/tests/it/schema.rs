//! The schema as it is. A migration that was released is never edited: a change of
//! what is here has to come from a new file in `migrations/`.

use expect_test::expect_file;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

async fn schema(file: &std::path::Path) -> String {
    let mut raw = SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name",
    )
    .fetch_all(&mut raw)
    .await
    .unwrap();
    tables.join(";\n\n") + ";\n"
}

#[tokio::test]
async fn the_schema_of_a_workspace_is_the_one_that_was_agreed() {
    let home = crate::fixtures::Home::new();
    home.open().await.close().await;
    expect_file!["schema/store.sql"].assert_eq(&schema(&home.file()).await);
}

#[tokio::test]
async fn the_schema_of_the_desk_is_the_one_that_was_agreed() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    store::Desk::open(&file).await.unwrap().close().await;
    expect_file!["schema/desk.sql"].assert_eq(&schema(&file).await);
}

#[tokio::test]
async fn every_table_is_strict() {
    let home = crate::fixtures::Home::new();
    home.open().await.close().await;
    let mut raw = home.raw().await;
    let lax: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM pragma_table_list
         WHERE strict = 0 AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut raw)
    .await
    .unwrap();
    assert_eq!(lax, Vec::<String>::new());
}
