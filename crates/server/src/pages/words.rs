//! What the pages say, in French and in English. Neither can miss a word of the other.

macro_rules! words {
    ($($name:ident: $french:literal, $english:literal;)*) => {
        /// One language.
        #[derive(Debug)]
        pub(crate) struct Words {
            $(pub(crate) $name: &'static str,)*
        }

        #[cfg(test)]
        impl Words {
            fn all(&self) -> Vec<&'static str> {
                vec![$(self.$name,)*]
            }
        }

        pub(crate) static FR: Words = Words { $($name: $french,)* };
        pub(crate) static EN: Words = Words { $($name: $english,)* };
    };
}

words! {
    lang: "fr", "en";
    other_lang: "en", "fr";
    other_language: "English", "Français";
    skip: "Aller au contenu", "Skip to content";
    tagline: "Vos podcasts, partout au même point.", "Your podcasts, in the same place everywhere.";
    menu: "Menu", "Menu";
    dashboard: "Accueil", "Dashboard";
    apps: "Applications", "Apps";
    account: "Compte", "Account";
    log_out: "Déconnexion", "Log out";
    log_in: "Se connecter", "Log in";
    log_in_lead: "Retrouvez vos abonnements et votre écoute.", "Get back to your subscriptions and your listening.";
    no_account: "Pas encore de compte ?", "No account yet?";
    has_account: "Déjà un compte ?", "Already have an account?";
    register: "Créer un compte", "Create an account";
    register_lead: "Un nom et un mot de passe suffisent.", "A name and a password are enough.";
    setup: "Bienvenue", "Welcome";
    setup_lead: "Ce serveur est neuf. Créez le premier compte : il en sera l’administrateur.",
        "This server is new. Create the first account: it will be its administrator.";
    setup_submit: "Créer le compte", "Create the account";
    username: "Nom d’utilisateur", "Username";
    username_hint: "De 3 à 30 lettres, chiffres, « _ » ou « - ».", "3 to 30 letters, digits, “_” or “-”.";
    email: "Adresse électronique (facultative)", "Email (optional)";
    password: "Mot de passe", "Password";
    password_hint: "De 12 à 72 caractères, avec minuscule, majuscule, chiffre et signe comme ! ou ?.",
        "12 to 72 characters, with a lower-case and an upper-case letter, a digit and a sign such as ! or ?.";
    confirmation: "Le mot de passe, encore une fois", "The password once more";
    remember: "Rester connecté pendant 60 jours", "Stay logged in for 60 days";
    invitation: "Code d’invitation", "Invitation code";
    bad_username: "Ce nom ne convient pas : de 3 à 30 lettres, chiffres, « _ » ou « - ».",
        "This name does not fit: 3 to 30 letters, digits, “_” or “-”.";
    taken: "Ce nom est déjà pris.", "This name is taken.";
    bad_email: "Ce n’est pas une adresse électronique.", "This is not an email address.";
    bad_password: "Ce mot de passe ne convient pas : de 12 à 72 caractères, avec minuscule, majuscule, chiffre et signe.",
        "This password does not fit: 12 to 72 characters, with a lower-case and an upper-case letter, a digit and a sign.";
    different: "Les deux mots de passe sont différents.", "The two passwords differ.";
    bad_invitation: "Ce code n’est pas valable, ou a déjà servi.", "This code is not valid, or was used already.";
    bad_login: "Ce nom et ce mot de passe ne vont pas ensemble.", "This name and this password do not go together.";
    locked: "Ce compte est bloqué après trop d’essais. Il se débloque au bout de 15 minutes ; l’administrateur peut aussi le débloquer.",
        "This account is locked after too many attempts. It unlocks after 15 minutes; the administrator can unlock it too.";
    closed: "Les inscriptions sont fermées", "Registration is closed";
    closed_lead: "Demandez un compte à la personne qui gère ce serveur.", "Ask whoever runs this server for an account.";
    user_id: "Identifiant", "User ID";
    user_id_hint: "Une application peut vous le demander pour se connecter à ce compte.",
        "An app may ask you for it to connect to this account.";
    server_address: "Adresse du serveur", "Server address";
    hello: "Bonjour", "Hello";
    subscriptions: "Abonnements", "Subscriptions";
    server_address_hint: "Écrivez-la dans votre application de podcasts pour la connecter.",
        "Type it into your podcast app to connect it.";
    connected_note: "L’application est connectée. Vous pouvez fermer cette page et y retourner.",
        "The app is connected. You can close this page and go back to it.";
    public_note: "Tant que vous ne choisissez rien, ce que vous suivez, écoutez et aimez est public sur ce serveur : compté, et visible avec votre identifiant, jamais avec votre nom.",
        "As long as you choose nothing, what you follow, hear and like is public on this server: counted, and visible with your user ID, never with your name.";
    public_choose: "Choisir qui peut le voir", "Choose who may see it";
    listenings: "Épisodes commencés", "Episodes started";
    likes: "Favoris", "Likes";
    connected_apps: "Applications connectées", "Connected apps";
    your_data: "Vos données", "Your data";
    export_all: "Tout exporter (JSON)", "Export everything (JSON)";
    export_opml: "Exporter les abonnements (OPML)", "Export subscriptions (OPML)";
    export_history: "Exporter l’historique (CSV)", "Export history (CSV)";
    import_opml: "Importer un fichier OPML", "Import an OPML file";
    import_lead: "Choisissez le fichier exporté par votre ancienne application, ou collez-en le contenu. Rien n’est supprimé.",
        "Choose the file that your former app exported, or paste its content. Nothing is removed.";
    import_file: "Fichier OPML", "OPML file";
    import_label: "Ou son contenu", "Or its content";
    import_submit: "Importer", "Import";
    bad_opml: "Ce n’est pas un fichier OPML lisible.", "This is not a readable OPML file.";
    imported: "L’import est fait", "Import done";
    imported_new: "Nouveaux abonnements", "New subscriptions";
    imported_all: "au total", "in all";
    authorize: "Autoriser", "Authorize";
    cancel: "Annuler", "Cancel";
    consent: "Autoriser une application", "Authorize an app";
    wants: "veut accéder à votre compte", "wants to use your account";
    will_be_able: "Elle pourra :", "It will be able to:";
    can_nothing: "Cette application ne demande aucun droit : elle ne pourra rien faire.",
        "This app asks for no rights: it will not be able to do anything.";
    logged_in_as: "Connecté en tant que", "Logged in as";
    new_key: "Attention : cette application se présente avec une autre clé que la dernière fois. N’autorisez que si vous venez de la réinstaller.",
        "Careful: this app introduces itself with another key than last time. Authorize only if you have just reinstalled it.";
    sends_back: "Vous serez ensuite renvoyé vers l’application.", "You will then be sent back to the app.";
    revocable: "Vous pouvez retirer cet accès à tout moment dans « Applications ».", "You can withdraw this access at any time under “Apps”.";
    popup_wants: "veut un accès complet à votre compte", "wants full access to your account";
    connected: "C’est fait", "Done";
    connected_lead: "Vous pouvez fermer cette fenêtre. Si l’application n’a rien reçu, copiez-y ce jeton ; il ne sera plus montré :",
        "You can close this window. If the app received nothing, paste this token into it; it will not be shown again:";
    bad_request: "Cette demande n’est pas valable", "This request is not valid";
    ask_app_again: "Retournez à l’application et recommencez.", "Go back to the app and start again.";
    no_token: "L’adresse ne contient pas de demande.", "The address holds no request.";
    bad_token: "La demande est illisible.", "The request cannot be read.";
    bad_signature: "La signature de la demande ne correspond pas à sa clé, ou la clé est trop faible (RSA, 2048 bits au moins).",
        "The request’s signature does not fit its key, or the key is too weak (RSA, 2048 bits at least).";
    expired: "La demande a expiré, ou ne vaut pas encore.", "The request has expired, or is not valid yet.";
    bad_name: "L’application ne donne pas de nom valable.", "The app gives no valid name.";
    bad_scope: "L’application demande un droit qui n’existe pas.", "The app asks for a right that does not exist.";
    bad_redirect: "L’adresse de retour n’est pas permise.", "The return address is not allowed.";
    apps_lead: "Ces applications peuvent utiliser votre compte.", "These apps can use your account.";
    no_apps: "Aucune application n’est connectée.", "No app is connected.";
    revoke: "Retirer l’accès", "Revoke";
    months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "January February March April May June July August September October November December";
    first: "1er", "1";
    since: "depuis le", "since";
    devices: "Appareils", "Devices";
    no_devices: "Aucun appareil ne s’est encore annoncé.", "No device has introduced itself yet.";
    device_name: "Nom de l’appareil", "Name of the device";
    rename: "Renommer", "Rename";
    remove_device: "Retirer", "Remove";
    email_changed: "L’adresse est enregistrée.", "The address is saved.";
    issued: "Jetons", "Tokens";
    issued_lead: "Un jeton d’écoute permet de lire vos abonnements dans n’importe quel lecteur RSS.",
        "A listening token lets any RSS reader read your subscriptions.";
    no_tokens: "Aucun jeton.", "No tokens.";
    token_name: "Nom du jeton", "Name of the token";
    create_token: "Créer un jeton d’écoute", "Create a listening token";
    token_once: "Voici l’adresse de votre flux. Elle ne sera plus montrée :", "This is the address of your feed. It will not be shown again:";
    kind_play: "écoute", "listening";
    kind_bearer: "accès complet", "full access";
    invitations: "Invitations", "Invitations";
    invitations_lead: "Un code permet à quelqu’un de créer un compte, une fois, pendant 7 jours.",
        "A code lets somebody create an account, once, within 7 days.";
    invitation_note: "Pour qui ?", "For whom?";
    create_invitation: "Créer une invitation", "Create an invitation";
    invitation_once: "Voici le code. Il ne sera plus montré :", "This is the code. It will not be shown again:";
    no_invitations: "Aucune invitation en attente.", "No invitation is waiting.";
    withdraw: "Retirer", "Withdraw";
    change_password: "Changer de mot de passe", "Change your password";
    current_password: "Mot de passe actuel", "Current password";
    new_password: "Nouveau mot de passe", "New password";
    change: "Changer", "Change";
    ends_others: "Les autres sessions seront fermées.", "Other sessions will be closed.";
    wrong_password: "Ce n’est pas votre mot de passe actuel.", "This is not your current password.";
    changed: "Le mot de passe a changé.", "The password was changed.";
    sessions: "Sessions", "Sessions";
    sessions_lead: "Les navigateurs connectés à ce compte.", "The browsers that are logged in to this account.";
    unknown_browser: "Navigateur inconnu", "Unknown browser";
    this_one: "celle-ci", "this one";
    log_out_everywhere: "Se déconnecter partout", "Log out everywhere";
    delete_account: "Supprimer le compte", "Delete the account";
    delete_lead: "Tout est effacé aussitôt et pour toujours : abonnements, écoute, applications.",
        "Everything is erased at once and for ever: subscriptions, listening, apps.";
    delete_label: "Écrivez votre nom d’utilisateur pour confirmer", "Type your username to confirm";
    delete_submit: "Supprimer pour toujours", "Delete for ever";
    not_your_name: "Ce n’est pas votre nom d’utilisateur.", "This is not your username.";
    refused: "Cette page a expiré", "This page has expired";
    refused_lead: "Revenez en arrière, rechargez la page et recommencez.", "Go back, reload the page and try again.";
    too_often: "Trop d’essais", "Too many attempts";
    too_often_lead: "Attendez une minute, puis recommencez.", "Wait a minute, then try again.";
    not_found: "Rien ici", "Nothing here";
    not_found_lead: "L’adresse est peut-être fausse, ou ce qu’elle montrait n’y est plus.",
        "The address may be wrong, or what it showed may be gone.";
    failed: "Le serveur a échoué", "The server failed";
    failed_lead: "Réessayez dans un instant.", "Try again in a moment.";
    home: "Retour à l’accueil", "Back to the start";
    discover: "Découvrir", "Discover";
    discover_lead: "Ce qu’on écoute en ce moment sur ce serveur.", "What people listen to on this server right now.";
    popular_podcasts: "Podcasts du moment", "Popular podcasts";
    popular_episodes: "Épisodes du moment", "Popular episodes";
    nothing_popular: "Rien encore.", "Nothing yet.";
    subscribers: "abonnés", "subscribers";
    plays: "écoutes", "plays";
    liked_by: "favoris", "likes";
    colon: " :", ":";
    discover_privacy: "Seul ce que les auditeurs veulent bien montrer est compté.", "Only what listeners let be seen is counted.";
    privacy: "Confidentialité", "Privacy";
    privacy_lead: "Choisissez qui peut voir ce que vous suivez, écoutez et aimez sur ce serveur.",
        "Choose who may see what you follow, hear and like on this server.";
    privacy_everything: "Pour tout", "For everything";
    privacy_who: "Ce que je fais est", "What I do is";
    level_public: "Public", "Public";
    level_public_hint: "Compté, et visible de tous avec votre identifiant. C’est ainsi tant que vous ne choisissez rien. Votre nom d’utilisateur n’est jamais montré.",
        "Counted, and visible to everybody with your user ID. This holds as long as you choose nothing. Your username is never shown.";
    level_anonymous: "Anonyme", "Anonymous";
    level_anonymous_hint: "Compté et visible, sans dire que c’est vous.", "Counted and visible, without saying that it is you.";
    level_private: "Privé", "Private";
    level_private_hint: "Ni compté ni montré.", "Neither counted nor shown.";
    level_inherited: "Comme pour tout", "As for everything";
    save: "Enregistrer", "Save";
    privacy_saved: "C’est enregistré.", "It is saved.";
    privacy_before: "Un niveau plus fermé vaut aussi pour ce qui a déjà été montré : c’est retiré aussitôt. Ce qui a été retiré ne revient pas.",
        "A more closed level also holds for what was shown before: it is withdrawn at once. What was withdrawn does not come back.";
    privacy_feeds: "Pour un podcast", "For one podcast";
    privacy_feeds_lead: "Le niveau d’un podcast passe avant celui de tout ; celui d’un épisode, choisi dans une application, passe avant celui du podcast.",
        "The level of a podcast comes before that of everything; that of an episode, chosen in an app, comes before that of its podcast.";
    no_subscriptions: "Vous ne suivez aucun podcast.", "You follow no podcast.";
    privacy_never: "Jamais montré", "Never shown";
    privacy_never_lead: "Les podcasts scellés par vos appareils, et ceux dont l’adresse contient un mot de passe ou une clé.",
        "Podcasts that your devices have sealed, and those with a password or a key in their address.";
    scope_all: "tout lire et tout changer", "read and change everything";
    scope_all_read: "tout lire", "read everything";
    scope_all_write: "tout changer", "change everything";
    scope_read: "lire", "read";
    scope_write: "changer", "change";
    scope_both: "lire et changer", "read and change";
    thing_profile: "votre profil", "your profile";
    thing_subscriptions: "vos abonnements", "your subscriptions";
    thing_plays: "votre écoute", "your listening";
    thing_likes: "vos favoris", "your likes";
    thing_playlists: "vos listes de lecture", "your playlists";
    thing_privacy: "vos réglages de confidentialité", "your privacy settings";
    thing_collections: "vos collections", "your collections";
    scope_sync: "synchroniser toute votre bibliothèque", "sync your whole library";
    scope_pattern: "tout ce qui correspond à ce motif", "everything that fits this pattern";
}

impl Words {
    pub(crate) fn of(lang: &str) -> Option<&'static Self> {
        match lang {
            "fr" => Some(&FR),
            "en" => Some(&EN),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FR;

    #[test]
    fn no_line_of_french_begins_with_a_sign() {
        for text in FR.all() {
            for pair in text.chars().collect::<Vec<_>>().windows(2) {
                let breaks = matches!(pair, [' ', ':' | ';' | '?' | '!' | '»'] | ['«', ' ']);
                assert!(!breaks, "{text}");
            }
        }
    }
}
