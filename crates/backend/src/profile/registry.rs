//! Which profiles there are. Values only: [`file`](super::file) keeps them.

use balados_protocol::ErrorClass;
use serde::{Deserialize, Serialize};

use super::id::{ProfileId, unknown};
use crate::{Error, Result};

/// Longest name, in characters.
const MAX_NAME: usize = 60;

/// Never without a profile, and the active one is among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registry {
    /// Opened when the app starts.
    pub(super) active: ProfileId,
    /// In the listener's order.
    pub(super) profiles: Vec<Entry>,
    /// Their folders and keys are to go; also those of sign-ins that were not confirmed yet.
    #[serde(default)]
    pub(super) leaving: Vec<Leaving>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    pub(super) id: ProfileId,
    /// Nothing until the listener names it: each language has its own words for it.
    pub(super) name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Leaving {
    pub(super) id: ProfileId,
    /// The name of its key in the vault, once the folder that says so is about to go.
    #[serde(default)]
    pub(super) key: Option<String>,
}

impl Registry {
    pub(super) fn of(ids: impl IntoIterator<Item = ProfileId>) -> Self {
        let mut profiles: Vec<Entry> = Vec::new();
        for id in ids {
            // The words are lost; a number tells them apart.
            let name = (!id.is_first()).then(|| format!("Profile {}", profiles.len() + 1));
            profiles.push(Entry { id, name });
        }
        if profiles.is_empty() {
            profiles.push(Entry { id: ProfileId::first(), name: None });
        }
        let active = profiles[0].id.clone();
        Self { active, profiles, leaving: Vec::new() }
    }

    /// What it promises, whoever wrote the file.
    pub(super) fn is_sound(&self) -> bool {
        let once = |id: &ProfileId| self.profiles.iter().filter(|it| it.id == *id).count() == 1;
        once(&self.active)
            && self.profiles.iter().all(|it| once(&it.id))
            && self.leaving.iter().all(|it| self.entry(&it.id).is_none())
    }

    pub(super) fn entry(&self, id: &ProfileId) -> Option<&Entry> {
        self.profiles.iter().find(|it| it.id == *id)
    }

    pub(super) fn known(&self, id: &ProfileId) -> Result<&Entry> {
        self.entry(id).ok_or_else(|| unknown(&id.to_string()))
    }

    pub(super) fn add(&mut self, name: &str) -> Result<ProfileId> {
        let name = self.new_name(name, None)?;
        let id = ProfileId::random();
        self.profiles.push(Entry { id: id.clone(), name: Some(name) });
        Ok(id)
    }

    pub(super) fn rename(&mut self, id: &ProfileId, name: &str) -> Result<()> {
        let name = self.new_name(name, Some(id))?;
        let entry = self.profiles.iter_mut().find(|it| it.id == *id);
        entry.ok_or_else(|| unknown(&id.to_string()))?.name = Some(name);
        Ok(())
    }

    pub(super) fn choose(&mut self, id: &ProfileId) -> Result<()> {
        self.active = self.known(id)?.id.clone();
        Ok(())
    }

    /// Another profile than this one; a fresh one where there is none.
    pub(super) fn other_than(&mut self, id: &ProfileId) -> ProfileId {
        if let Some(other) = self.profiles.iter().find(|it| it.id != *id) {
            return other.id.clone();
        }
        let fresh = ProfileId::random();
        self.profiles.push(Entry { id: fresh.clone(), name: None });
        fresh
    }

    /// Takes a profile out; a fresh one takes the place of the last.
    pub(super) fn remove(&mut self, id: &ProfileId) -> Result<()> {
        self.known(id)?;
        let other = self.other_than(id);
        if self.active == *id {
            self.active = other;
        }
        self.profiles.retain(|it| it.id != *id);
        self.leaving.push(Leaving { id: id.clone(), key: None });
        Ok(())
    }

    /// A profile that goes unless it is [adopted](Self::adopt).
    pub(super) fn draft(&mut self) -> ProfileId {
        let id = ProfileId::random();
        self.leaving.push(Leaving { id: id.clone(), key: None });
        id
    }

    pub(super) fn adopt(&mut self, id: &ProfileId, name: &str) {
        self.leaving.retain(|it| it.id != *id);
        let name = self.free_name(name);
        self.profiles.push(Entry { id: id.clone(), name: Some(name) });
    }

    fn new_name(&self, name: &str, of: Option<&ProfileId>) -> Result<String> {
        let name = plain(name);
        if name.is_empty() || name.chars().count() > MAX_NAME {
            let message = format!("a name has 1 to {MAX_NAME} characters");
            return Err(Error::new("profile-name", ErrorClass::Permanent, message));
        }
        if self.is_taken(&name, of) {
            let message = "another account has this name";
            return Err(
                Error::new("profile-name-taken", ErrorClass::Permanent, message).with("name", name)
            );
        }
        Ok(name)
    }

    fn is_taken(&self, name: &str, of: Option<&ProfileId>) -> bool {
        let others = self.profiles.iter().filter(|it| Some(&it.id) != of);
        let mut names = others.filter_map(|it| it.name.as_deref());
        names.any(|it| it.to_lowercase() == name.to_lowercase())
    }

    /// The name, with a number where it is taken.
    fn free_name(&self, name: &str) -> String {
        let name: String = plain(name).chars().take(MAX_NAME).collect();
        let numbered = (2..).map(|number| format!("{name} {number}"));
        std::iter::once(name.clone())
            .chain(numbered)
            .find(|it| !self.is_taken(it, None))
            .unwrap_or_default()
    }
}

/// One line, without space at its ends.
fn plain(name: &str) -> String {
    name.split(|it: char| it.is_whitespace() || it.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Registry {
        Registry::of([])
    }

    #[test]
    fn there_is_always_a_profile_to_open() {
        let mut registry = first();
        let ada = registry.add("Ada").unwrap();
        registry.choose(&ada).unwrap();
        registry.remove(&ada).unwrap();
        assert_eq!(registry.active, ProfileId::first());
        registry.remove(&ProfileId::first()).unwrap();
        assert_eq!(registry.profiles.len(), 1, "a fresh one takes the place of the last");
        assert_eq!(registry.profiles[0].name, None);
        assert_ne!(registry.active, ProfileId::first(), "nothing of the old one is found in it");
        assert!(registry.is_sound());
        assert_eq!(registry.remove(&ada).unwrap_err().code, "profile-unknown");
    }

    #[test]
    fn a_name_is_one_line_and_nobody_elses() {
        let mut registry = first();
        let ada = registry.add("  Ada\n at  home ").unwrap();
        assert_eq!(registry.entry(&ada).unwrap().name.as_deref(), Some("Ada at home"));
        registry.rename(&ada, "ADA AT HOME").unwrap();
        for (name, code) in
            [("", "profile-name"), (" \t", "profile-name"), ("ada at home", "profile-name-taken")]
        {
            assert_eq!(registry.add(name).unwrap_err().code, code, "{name:?}");
        }
        assert_eq!(registry.add(&"é".repeat(61)).unwrap_err().code, "profile-name");
        registry.add(&"é".repeat(60)).unwrap();
    }

    #[test]
    fn a_draft_is_no_profile_until_it_is_adopted() {
        let mut registry = first();
        let (one, two) = (registry.draft(), registry.draft());
        assert_eq!(registry.profiles.len(), 1);
        registry.adopt(&one, "balados.example");
        registry.adopt(&two, "balados.example");
        let names: Vec<_> = registry.profiles.iter().map(|it| it.name.as_deref()).collect();
        assert_eq!(names, [None, Some("balados.example"), Some("balados.example 2")]);
        assert!(registry.leaving.is_empty() && registry.is_sound());
    }
}
